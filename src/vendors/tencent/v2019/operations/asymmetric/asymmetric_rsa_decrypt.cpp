// AsymmetricRsaDecrypt (API 3.0 spec section 8).

#include "private_key.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::asymmetric_rsa_decrypt {

namespace {

constexpr FieldLimit kAlgorithm{.form = "RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256",
                                .breach = ErrorCode::algorithm_invalid};
constexpr FieldRule kFields[] = {kKeyId,
                                 {"Ciphertext", FieldType::text, kRequired, &kBase64},
                                 {"Algorithm", FieldType::text, kRequired, &kAlgorithm}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
constexpr std::size_t kMaxCiphertextBytes = 1024;  // more than any key's; the right length is the key's

Result<AsymmetricCiphertext> read(Request& request) {
    TANDEM_TRY(const crypto::RsaPadding padding, read_rsa_padding(request.fields.text("Algorithm")));
    return read_ciphertext(request, kKeys[0], padding, kMaxCiphertextBytes);
}

}  // namespace

extern constexpr Operation kOperation{.name = "AsymmetricRsaDecrypt",
                                      .details = {.per_second = 200},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAsymmetricErrors,
                                      .place = Place::calculator,
                                      .steps = steps<read, decrypt_with_private_key>()};

}  // namespace tandem::api::tencent::v2019::asymmetric_rsa_decrypt
