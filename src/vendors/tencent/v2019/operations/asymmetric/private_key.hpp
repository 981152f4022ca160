#pragma once
// AsymmetricRsaDecrypt and AsymmetricSm2Decrypt.

#include "tandem/service/actions/asymmetric.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"

#include <array>

namespace tandem::api::tencent::v2019 {

inline constexpr std::array kOtherUsageErrors{
    instead(ErrorCode::key_is_symmetric, kInvalidKeyUsage, kUsageText),
    instead(ErrorCode::algorithm_not_for_asymmetric_key, kInvalidKeyUsage, kUsageText),
};
inline constexpr auto kAsymmetricErrors = joined(kAnyStateErrors, kNotForEncryptionErrors, kOtherUsageErrors);

struct AsymmetricCiphertext {
    service::AsymmetricScheme scheme;
    ByteView bytes;
};
// Ciphertext, and the key of KeyId. Errors: parameter_invalid, key_id_malformed.
Result<AsymmetricCiphertext> read_ciphertext(Request& request, const DeclaredKey& declared,
                                             service::AsymmetricScheme scheme, std::size_t max_bytes);
// Opens it with the private half of the key that was found.
Result<void> decrypt_with_private_key(Request& request, const AsymmetricCiphertext& ciphertext);

}  // namespace tandem::api::tencent::v2019
