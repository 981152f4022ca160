// DecryptDatakey (sections 6.4 and 7, Data keys and random).

#include "tandem/api/json_writer.hpp"

#include "data_key.hpp"
#include "huawei/operations/small_data/opening.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/field_rules.hpp"

#include <string>

namespace tandem::api::huawei::decrypt_datakey {

namespace {

constexpr FieldLimit kCipherText{.form = "hexadecimal", .breach = ErrorCode::ciphertext_malformed};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"cipher_text", FieldType::text, true, &kCipherText},
    {"datakey_cipher_length", FieldType::decimal, true, &rules::kDataKeyCipherBytes},
    rules::kAdditional,
    rules::kEncryptionContext,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "decrypt-datakey"},
                                 {.field = "cipher_text", .grant = "decrypt-datakey", .late = true}};

struct Values {
    Sealed sealed;
    ByteView context;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const ByteView context, read_context(request));
    TANDEM_TRY(const ByteView blob, read_data_key_blob(request));
    TANDEM_TRY(const Sealed sealed, read_sealed(request, kKeys, request.fields.text("key_id"), blob));
    return Values{sealed, context};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const Opened opened,
               open_sealed(request, kKeys, values.sealed, {.context = values.context, .any_data_key_purpose = true}));
    const ByteView data_key = opened.plaintext;
    TANDEM_CHECK(check_stated_length(request.fields, data_key.size()));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "data_key", data_key);
    json.unescaped("datakey_length", std::to_string(data_key.size()));
    write_upper_hex(json, "datakey_dgst", data_key_digest(*opened.key, data_key));
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DecryptDatakey",
    .details = post("/v1.0/{project_id}/kms/decrypt-datakey"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kDataKeyErrors,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::decrypt_datakey
