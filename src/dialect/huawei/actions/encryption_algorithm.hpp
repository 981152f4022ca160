#pragma once
// encryption_algorithm of encrypt-data and decrypt-data (section 6.3).

#include "tandem/service/actions/asymmetric.hpp"

#include "../operation.hpp"

#include <optional>

namespace tandem::dialect::huawei {

// Nothing for symmetric keys: SYMMETRIC_DEFAULT equals absent. Error: algorithm_invalid.
inline Result<std::optional<service::AsymmetricScheme>> read_encryption_algorithm(const Fields& fields) {
    using Scheme = std::optional<service::AsymmetricScheme>;
    const std::string_view name = fields.text("encryption_algorithm");
    if (name.empty() || name == "SYMMETRIC_DEFAULT") return Scheme{};
    if (name == "RSAES_OAEP_SHA_256") return Scheme{crypto::RsaPadding::oaep_sha256};
    if (name == "SM2_ENCRYPT") return Scheme{crypto::Sm2Form::asn1};
    return fail(ErrorCode::algorithm_invalid, "encryption_algorithm");
}

}  // namespace tandem::dialect::huawei
