// Sign (sections 6.6 and 7, Sign, MAC, agreement).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/signatures.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "signed_message.hpp"

namespace tandem::api::huawei::sign {

namespace {

constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"message", FieldType::text, true, &kSignedMessage},
    {"signing_algorithm", FieldType::text, true, &kSigningAlgorithm},
    kMessageForm,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "sign"}};

Result<GivenMessage> read(Request& request) { return read_signed_message(request, kKeys[0]); }

Result<void> run(Request& request, const GivenMessage& given) {
    TANDEM_TRY(const crypto::SignedMessage message, message_for_key(request, given, keys::Operation::sign));
    TANDEM_TRY(const Bytes signature, service::sign(request.call(), request.key(), message));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    write_base64(json, "signature", signature);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "Sign",
    .details = post("/v1.0/{project_id}/kms/sign"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kSigningErrors,
    .remark = kSigningRemark,
    .place = Place::calculator,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::sign
