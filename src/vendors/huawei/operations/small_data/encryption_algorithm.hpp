#pragma once
// encryption_algorithm of encrypt-data and decrypt-data (section 6.3).

#include "tandem/api/fields.hpp"
#include "tandem/api/vendor_error.hpp"

#include "huawei/wire/choices.hpp"

#include <span>

namespace tandem::api::huawei {

inline constexpr auto kEncryptionAlgorithmNames = names_of(kEncryptionAlgorithms);
inline constexpr FieldLimit kEncryptionAlgorithm{
    .breach = ErrorCode::algorithm_invalid,
    .choices = std::span{kEncryptionAlgorithmNames}.first(kEncryptionAlgorithmNames.size() - 1)};

// An algorithm that does not fit the key, seen from either side (section 6.3).
inline constexpr ErrorOverride kCipherErrors[] = {
    {ErrorCode::key_is_symmetric,
     {ErrorCode::key_is_symmetric, 400, "KMS.2105", "The symmetric key not support this encryption algorithm."}},
    {ErrorCode::key_is_asymmetric,
     {ErrorCode::key_is_asymmetric, 400, "KMS.2106", "The rsa key not support this encryption algorithm."}},
};

}  // namespace tandem::api::huawei
