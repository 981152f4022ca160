// PostQuantumCryptoEncrypt (API 3.0 spec section 8).

#include "post_quantum.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::post_quantum_crypto_encrypt {

namespace {

constexpr FieldRule kFields[] = {kKeyId, {"PlainText", FieldType::text, kRequired, &kPlaintext}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

}  // namespace

extern constexpr Operation kOperation{.name = "PostQuantumCryptoEncrypt",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .remark = kNotPublic};

}  // namespace tandem::api::tencent::v2019::post_quantum_crypto_encrypt
