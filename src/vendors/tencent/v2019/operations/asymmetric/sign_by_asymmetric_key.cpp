// SignByAsymmetricKey (API 3.0 spec section 8).

#include "tandem/service/actions/signatures.hpp"

#include "signing.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::sign_by_asymmetric_key {

namespace {

constexpr FieldRule kFields[] = {{"Algorithm", FieldType::text, kRequired, &kSignAlgorithm},
                                 {"Message", FieldType::text, kRequired, &kMessage},
                                 kKeyId,
                                 {"MessageType", FieldType::text, kOptional, &kMessageTypeChoice}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<SigningInput> read(Request& request) { return read_signing(request, kKeys[0]); }

Result<void> run(Request& request, const SigningInput& input) {
    TANDEM_TRY(const crypto::SignedMessage message, message_of(request, input, keys::Operation::sign));
    TANDEM_TRY(const Bytes signature, service::sign(request.call(), request.key(), message));
    write_base64(request.out, "Signature", signature);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "SignByAsymmetricKey",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .remark = kSigningRemark,
                                      .place = Place::calculator,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::sign_by_asymmetric_key
