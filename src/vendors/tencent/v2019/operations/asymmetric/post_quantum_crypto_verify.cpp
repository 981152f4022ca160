// PostQuantumCryptoVerify (API 3.0 spec section 8).

#include "post_quantum.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::post_quantum_crypto_verify {

namespace {

constexpr FieldRule kFields[] = {
    kKeyId, {"SignatureValue", FieldType::text, kRequired}, {"Message", FieldType::text, kRequired}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

}  // namespace

extern constexpr Operation kOperation{.name = "PostQuantumCryptoVerify",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .remark = kNotPublic};

}  // namespace tandem::api::tencent::v2019::post_quantum_crypto_verify
