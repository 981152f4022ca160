// PostQuantumCryptoDecrypt (API 3.0 spec section 8).

#include "post_quantum.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::post_quantum_crypto_decrypt {

namespace {

constexpr FieldRule kFields[] = {
    {"CiphertextBlob", FieldType::text, kRequired}, kEncryptionPublicKey, kEncryptionAlgorithm};
constexpr DeclaredKey kKeys[] = {{.field = "CiphertextBlob"}};

}  // namespace

extern constexpr Operation kOperation{
    .name = "PostQuantumCryptoDecrypt", .fields = kFields, .keys = kKeys, .remark = kNotPublic};

}  // namespace tandem::api::tencent::v2019::post_quantum_crypto_decrypt
