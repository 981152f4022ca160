// AsymmetricSm2Decrypt (API 3.0 spec section 8).

#include "private_key.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::asymmetric_sm2_decrypt {

namespace {

constexpr std::size_t kMaxCiphertextBytes = 256;
constexpr FieldLimit kCiphertext{.form = "base64 of at most 256 bytes", .breach = ErrorCode::parameter_invalid};
constexpr FieldRule kFields[] = {kKeyId, {"Ciphertext", FieldType::text, kRequired, &kCiphertext}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<AsymmetricCiphertext> read(Request& request) {
    return read_ciphertext(request, kKeys[0], crypto::Sm2Form::asn1, kMaxCiphertextBytes);
}

}  // namespace

extern constexpr Operation kOperation{.name = "AsymmetricSm2Decrypt",
                                      .details = {.per_second = 200},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAsymmetricErrors,
                                      .place = Place::calculator,
                                      .steps = steps<read, decrypt_with_private_key>()};

}  // namespace tandem::api::tencent::v2019::asymmetric_sm2_decrypt
