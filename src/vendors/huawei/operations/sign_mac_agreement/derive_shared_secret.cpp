// DeriveSharedSecret (sections 6.10 and 7, Sign, MAC, agreement).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_agreement.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::derive_shared_secret {

namespace {

constexpr std::string_view kAlgorithms[] = {"ECDH"};
constexpr FieldLimit kAlgorithm{.breach = ErrorCode::algorithm_invalid, .choices = kAlgorithms};
constexpr FieldLimit kPeer{.form = "base64 of DER, X.509 SubjectPublicKeyInfo", .breach = ErrorCode::parameter_invalid};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"key_agreement_algorithm", FieldType::text, true, &kAlgorithm},
    {"public_key", FieldType::text, true, &kPeer},
    {"recipient", FieldType::object},
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "derive-shared-secret"}};
constexpr ErrorOverride kErrors[] = {
    {ErrorCode::action_not_emulated,
     {ErrorCode::action_not_emulated, 400, "KMS.3804", "AttestationDocument parsing failed."}},
};
constexpr std::size_t kMaxPublicKeyBytes = 1024;  // more than any curve's

struct Values {
    ByteView peer;
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("key_id")));
    // The secret would have to be sealed for an attested enclave; in the clear it would be no answer.
    if (request.fields.has("recipient")) return fail(ErrorCode::action_not_emulated, "recipient");
    TANDEM_TRY(const ByteView peer, read_base64(request, "public_key", kMaxPublicKeyBytes));
    return Values{peer};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const service::SharedSecretOutput derived,
               service::derive_shared_secret(request.call(), {.key = request.key(), .peer = values.peer}));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    json.unescaped("key_agreement_algorithm", request.fields.text("key_agreement_algorithm"));
    write_base64(json, "shared_secret", derived.secret.expose_secret());
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeriveSharedSecret",
    .details = post("/v1.0/{project_id}/kms/derive-shared-secret"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kErrors,
    .remark = "with a recipient, KMS.3804: no enclave is attested here",
    .place = Place::calculator,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::derive_shared_secret
