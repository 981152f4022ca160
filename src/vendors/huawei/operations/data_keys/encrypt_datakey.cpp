// EncryptDatakey (sections 6.4 and 7, Data keys and random).

#include "tandem/api/json_writer.hpp"

#include "data_key.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/hex_field.hpp"
#include "huawei/wire/key_reference.hpp"

#include <algorithm>
#include <string>

namespace tandem::api::huawei::encrypt_datakey {

namespace {

constexpr FieldLimit kPlainText{.form = "hexadecimal of the key and of its SHA-256 (SM3 under an SM4 key)",
                                .breach = ErrorCode::plaintext_malformed};
constexpr FieldLimit kPlainBytes{.form = "1 to 1024, bytes of the plain key",
                                 .breach = ErrorCode::data_key_plain_length_invalid,
                                 .least = 1,
                                 .most = keys::kMaxDataKeyBytes};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"plain_text", FieldType::text, true, &kPlainText},
    {"datakey_plain_length", FieldType::decimal, true, &kPlainBytes},
    {"key_spec", FieldType::text, false, nullptr, nullptr, "the length says it"},
    rules::kAdditional,
    rules::kEncryptionContext,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "encrypt-datakey"}};

struct Values {
    ByteView data_key;
    ByteView digest;
    ByteView context;
};

// A printed sample has a blank between the two parts.
std::string_view without_blanks(std::string_view text, Arena& arena) {
    char* const begin = arena.characters(text.size());
    char* const end = std::copy_if(text.begin(), text.end(), begin, [](char c) { return c != ' '; });
    return {begin, static_cast<std::size_t>(end - begin)};
}

// hex(data key) ‖ hex(its digest), and the data key's length in bytes beside.
Result<void> read_data_key(const Request& request, Values& values) {
    const auto length = static_cast<std::size_t>(request.fields.integer("datakey_plain_length").value_or(0));
    const std::string_view text = without_blanks(request.fields.text("plain_text"), request.arena);
    if (text.size() != 2 * (length + sizeof(DataKeyDigest)))
        return fail(ErrorCode::data_key_plain_length_mismatch, "plain_text");
    const auto bytes = read_hex(text, request.arena);
    if (!bytes) return fail(ErrorCode::plaintext_malformed, "plain_text");
    values.data_key = bytes->first(length);
    values.digest = bytes->subspan(length);
    return {};
}

Result<Values> read(Request& request) {
    Values values{};
    TANDEM_CHECK(read_data_key(request, values));
    TANDEM_TRY(values.context, read_context(request));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("key_id")));
    return values;
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_CHECK(check_symmetric_key(request.call(), request.key(), keys::Operation::encrypt));
    if (!constant_time_equal(data_key_digest(request.key(), values.data_key), values.digest))
        return fail(ErrorCode::data_key_digest_mismatch, "plain_text");
    TANDEM_TRY(const ByteView sealed,
               seal_data_key(request, request.found(), values.data_key, values.context, keys::Operation::encrypt));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    write_upper_hex(json, "cipher_text", sealed);
    json.unescaped("datakey_length", std::to_string(values.data_key.size())).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "EncryptDatakey",
    .details = post("/v1.0/{project_id}/kms/encrypt-datakey"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kDataKeyErrors,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::encrypt_datakey
