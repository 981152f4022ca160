// VerifyByAsymmetricKey (API 3.0 spec section 8).

#include "tandem/service/actions/signatures.hpp"

#include "signing.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <array>

namespace tandem::api::tencent::v2019::verify_by_asymmetric_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId,
                                 {"SignatureValue", FieldType::text, kRequired, &kBase64},
                                 {"Message", FieldType::text, kRequired, &kMessage},
                                 {"Algorithm", FieldType::text, kRequired, &kSignAlgorithm},
                                 {"MessageType", FieldType::text, kOptional, &kMessageTypeChoice}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
// It lists a code of its own for a value that is not allowed.
constexpr std::array kOwnErrors{
    kRangeError,
    kAlgorithmError,
    instead(ErrorCode::digest_length_mismatch, kInvalidValue, "The length of the digest is not valid."),
};
constexpr auto kErrors = joined(kAnyStateErrors, kOwnErrors);
constexpr std::size_t kMaxSignatureBytes = 1024;  // more than any key's

struct Values {
    ByteView signature;
    SigningInput input;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const ByteView signature,
               decode_base64(request, "SignatureValue",
                             {kMaxSignatureBytes, ErrorCode::parameter_invalid, ErrorCode::parameter_out_of_range}));
    TANDEM_TRY(const SigningInput input, read_signing(request, kKeys[0]));
    return Values{signature, input};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const crypto::SignedMessage message, message_of(request, values.input, keys::Operation::verify));
    TANDEM_TRY(const bool valid, service::verify(request.key(), message, values.signature));
    request.out.boolean("SignatureValid", valid);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "VerifyByAsymmetricKey",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .remark = kSigningRemark,
                                      .place = Place::calculator,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::verify_by_asymmetric_key
