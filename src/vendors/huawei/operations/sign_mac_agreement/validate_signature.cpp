// ValidateSignature (sections 6.6 and 7, Sign, MAC, agreement).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/signatures.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/field_rules.hpp"
#include "signed_message.hpp"

namespace tandem::api::huawei::validate_signature {

namespace {

constexpr FieldLimit kSignature{.form = "base64", .breach = ErrorCode::parameter_invalid};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"message", FieldType::text, true, &kSignedMessage},
    {"signature", FieldType::text, true, &kSignature},
    {"signing_algorithm", FieldType::text, true, &kSigningAlgorithm},
    kMessageForm,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "verify"}};
constexpr std::size_t kMaxSignatureBytes = 1024;  // more than any key's

struct Values {
    GivenMessage given;
    ByteView signature;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const ByteView signature, read_base64(request, "signature", kMaxSignatureBytes));
    TANDEM_TRY(const GivenMessage given, read_signed_message(request, kKeys[0]));
    return Values{given, signature};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const crypto::SignedMessage message, message_for_key(request, values.given, keys::Operation::verify));
    TANDEM_TRY(const bool valid, service::verify(request.key(), message, values.signature));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    json.unescaped("signature_valid", valid ? "true" : "false").end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ValidateSignature",
    .details = post("/v1.0/{project_id}/kms/verify"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kSigningErrors,
    .remark = kSigningRemark,
    .place = Place::calculator,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::validate_signature
