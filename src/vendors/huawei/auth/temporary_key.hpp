#pragma once
// Temporary access keys (sections 2.2 rule 9 and 3.3a): id and secret follow from the security token that they come
// with and from a key of the tenant, so nothing is stored. Who has the token alone has neither secret nor key.

#include "tandem/base/secret.hpp"
#include "tandem/store/records.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

inline constexpr std::string_view kSecurityTokenHeader = "X-Security-Token";
inline constexpr std::string_view kTemporaryIdPrefix = "HST";
inline constexpr std::size_t kTemporaryIdSize = 20;

struct TemporaryKey {
    std::string id;      // of kTemporaryIdSize capitals and digits
    SecretBytes secret;  // 40 capitals and digits
};

// The key of a token that read_token accepted as one of the tenant's.
TemporaryKey temporary_key(const store::Tenant& tenant, std::string_view security_token);

}  // namespace tandem::api::huawei
