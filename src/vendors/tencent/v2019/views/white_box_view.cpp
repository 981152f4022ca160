#include "white_box_view.hpp"

#include "key_view.hpp"
#include "messages.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

Result<store::ObjectId> parse_white_box_key_id(std::string_view text) {
    const auto id = store::ObjectId::parse(text);
    if (!id) return fail(ErrorCode::key_id_malformed);
    return *id;
}

}  // namespace

Result<store::ObjectId> read_white_box_key_id(Request& request) {
    TANDEM_TRY(const store::ObjectId id, parse_white_box_key_id(request.fields.text("KeyId")));
    request.note_key(KeyId{id.bytes});
    return id;
}

Result<std::vector<store::ObjectId>> read_white_box_key_ids(Request& request) {
    std::vector<store::ObjectId> ids;
    for (const std::string_view text : request.fields.list("KeyIds")) {
        TANDEM_TRY(const store::ObjectId id, parse_white_box_key_id(text));
        ids.push_back(id);
    }
    return ids;
}

void write_white_box_key_id(JsonWriter& out, const store::ObjectId& id) {
    format_uuid_to(out.fill("KeyId", kUuidLength), id.bytes);
}

void write_encrypt_key(JsonWriter& out, const store::WhiteBoxKey& key, ByteView raw) {
    SecretBytes half{key.id.bytes.size() + raw.size()};
    const MutableBytes to = half.expose_secret_for_writing();
    std::ranges::copy(raw, std::ranges::copy(key.id.bytes, to.begin()).out);
    write_base64(out, "EncryptKey", to);
}

void write_decrypt_key(JsonWriter& out, ByteView raw) { write_base64(out, "DecryptKey", raw); }

void write_white_box_key_info(Request& request, const store::WhiteBoxKey& key, ByteView raw) {
    JsonWriter& out = request.out;
    const auto account = static_cast<std::int64_t>(request.space->tenant().facts.account_number);
    write_white_box_key_id(out, key.id);
    out.text("Alias", key.name).integer("CreatorUin", account).text("Description", key.description);
    out.integer("CreateTime", to_seconds(key.created)).unescaped("Status", keys::name_of(key.state));
    out.integer("OwnerUin", account).unescaped("Algorithm", keys::name_of(key.spec));
    write_encrypt_key(out, key, raw);
    write_decrypt_key(out, raw);
    out.unescaped("ResourceId", "creatorUin/" + std::to_string(account) + "/" + key.id.text());
    out.boolean("DeviceFingerprintBind", !key.fingerprints.empty());
}

}  // namespace tandem::api::tencent::v2019
