#pragma once
// IAM's id of a user: 32 hexadecimal digits.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/store/records.hpp"
#include "tandem/vendors/huawei/records.hpp"

namespace tandem::api::huawei::iam {

// Follows from the access key's id, so it stays the same over restarts.
inline std::string user_id(const store::Credential& user) {
    const crypto::Sha256Digest digest = crypto::sha256({as_bytes("tandem/user/"), as_bytes(user.facts.id)});
    return hex_encode(ByteView{digest}.first(16));
}

// The id of the agency whose role the user is in, or the user's own.
inline std::string user_id(const store::Credential& user, const Agency* agency) {
    return agency == nullptr ? user_id(user) : hex_encode(agency->id.bytes);
}

inline std::string_view user_name(const store::Credential& user) noexcept {
    return user.facts.user_name.empty() ? user.facts.id : user.facts.user_name;
}

}  // namespace tandem::api::huawei::iam
