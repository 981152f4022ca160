#include "data_key_view.hpp"

#include "key_view.hpp"
#include "tags.hpp"
#include "tencent/v2019/wire/field_patterns.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

Result<store::ObjectId> parse_data_key_id(std::string_view text) {
    const auto id = store::ObjectId::parse(text);
    if (!id) return fail(ErrorCode::data_key_id_malformed);
    return *id;
}

}  // namespace

Result<store::ObjectId> read_data_key_id(Request& request) {
    TANDEM_TRY(const store::ObjectId id, parse_data_key_id(request.fields.text("DataKeyId")));
    const auto* data_key = store::Objects<store::HostedDataKey>{*request.space}.find(id);
    if (data_key != nullptr) request.note_key(data_key->key);
    return id;
}

Result<std::vector<store::ObjectId>> read_data_key_ids(Request& request) {
    std::vector<store::ObjectId> ids;
    for (const std::string_view text : request.fields.list("DataKeyIds")) {
        TANDEM_TRY(const store::ObjectId id, parse_data_key_id(text));
        ids.push_back(id);
    }
    std::vector<store::ObjectId> sorted = ids;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end()) return fail(ErrorCode::data_key_id_duplicate);
    return ids;
}

Result<std::string> read_data_key_name(const Fields& fields) {
    if (!fields.has("DataKeyName")) return fail(ErrorCode::parameter_missing, "DataKeyName");
    const std::string_view name = fields.text("DataKeyName");
    if (!is_alias(name)) return fail(ErrorCode::data_key_name_malformed);
    return std::string{name};
}

Result<service::DataKeyFacts> read_data_key_facts(const Fields& fields) {
    TANDEM_TRY(std::string name, read_data_key_name(fields));
    TANDEM_TRY(std::vector<store::Tag> tags, read_tags(fields));
    return service::DataKeyFacts{std::move(name), std::string{fields.text("Description")}, std::move(tags)};
}

void write_data_key_id(JsonWriter& out, const store::ObjectId& id) {
    format_uuid_to(out.fill("DataKeyId", kUuidLength), id.bytes);
}

void write_data_key_metadata(Request& request, const store::HostedDataKey& data_key) {
    JsonWriter& out = request.out;
    const auto account = static_cast<std::int64_t>(request.space->tenant().facts.account_number);
    // For its name alone: nothing is done with it. It may be gone.
    const store::Key* key = request.services.store.find_key(*request.space, data_key.key);
    write_data_key_id(out, data_key.id);
    write_key_id(out, "KeyId", data_key.key);
    out.unescaped("KeyName", key == nullptr ? std::string_view{} : alias_of(*key)).text("DataKeyName", data_key.name);
    out.integer("NumberOfBytes", data_key.bytes).integer("CreateTime", to_seconds(data_key.created));
    out.text("Description", data_key.description).unescaped("KeyState", keys::name_of(data_key.state));
    out.integer("CreatorUin", account).unescaped("Owner", "user");
    out.integer("DeletionDate", data_key.deletion_date ? to_seconds(*data_key.deletion_date) : 0);
    out.unescaped("Origin", data_key.origin == keys::KeyOrigin::external ? "EXTERNAL" : "TENCENT_KMS");
    out.unescaped("HsmClusterId", "");
    out.unescaped("ResourceId", "creatorUin/" + std::to_string(account) + "/" + data_key.id.text());
    write_origin(request);
}

}  // namespace tandem::api::tencent::v2019
