// EncryptData (sections 6.3 and 7, Small data).

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "encryption_algorithm.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "sealing.hpp"

namespace tandem::api::huawei::encrypt_data {

namespace {

constexpr FieldLimit kPlainText{
    .breach = ErrorCode::plaintext_malformed, .least = 1, .most = keys::kMaxPlaintextBytes, .empty_is_given = true};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"plain_text", FieldType::text, true, &kPlainText},
    {"encryption_algorithm", FieldType::text, false, &kEncryptionAlgorithm},
    rules::kAdditional,
    rules::kEncryptionContext,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "encrypt-data"}};

struct Values {
    EncryptionAlgorithm algorithm;
    ByteView context;
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("key_id")));
    TANDEM_TRY(const ByteView context, read_context(request));
    return Values{value_of(kEncryptionAlgorithms, request.fields.text("encryption_algorithm")), context};
}

Place place(const Request&, const Values& values) { return values.algorithm ? Place::calculator : Place::io_thread; }

Result<void> run(Request& request, const Values& values) {
    const ByteView plaintext = as_bytes(request.fields.text("plain_text"));
    TANDEM_TRY(const ByteView ciphertext,
               seal_message(request, request.found(), values.algorithm, plaintext, values.context));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    write_base64(json, "cipher_text", ciphertext);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "EncryptData",
    .details = post("/v1.0/{project_id}/kms/encrypt-data"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kCipherErrors,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::encrypt_data
