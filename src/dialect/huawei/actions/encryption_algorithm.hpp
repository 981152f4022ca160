#pragma once
// encryption_algorithm of encrypt-data and decrypt-data (section 6.3), and the two of re-encrypt.

#include "tandem/service/actions/asymmetric.hpp"

#include <optional>
#include <string_view>

namespace tandem::dialect::huawei {

// Nothing for symmetric keys: SYMMETRIC_DEFAULT equals absent.
using EncryptionAlgorithm = std::optional<service::AsymmetricScheme>;

inline constexpr std::string_view kSymmetricDefault = "SYMMETRIC_DEFAULT";

// Error: algorithm_invalid. OAEP with SHA-1 is re-encrypt's alone.
enum class OaepSha1 : bool { refused, taken };
inline Result<EncryptionAlgorithm> read_encryption_algorithm(std::string_view name,
                                                             OaepSha1 oaep_sha1 = OaepSha1::refused) {
    if (name.empty() || name == kSymmetricDefault) return EncryptionAlgorithm{};
    if (name == "RSAES_OAEP_SHA_256") return EncryptionAlgorithm{crypto::RsaPadding::oaep_sha256};
    if (name == "SM2_ENCRYPT") return EncryptionAlgorithm{crypto::Sm2Form::asn1};
    if (name == "RSAES_OAEP_SHA_1" && oaep_sha1 == OaepSha1::taken)
        return EncryptionAlgorithm{crypto::RsaPadding::oaep_sha1};
    return fail(ErrorCode::algorithm_invalid, "encryption_algorithm");
}

}  // namespace tandem::dialect::huawei
