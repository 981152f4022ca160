#pragma once
// Which other bodies a client may have signed than the one that came. What changed on the way cannot be known, so these
// are the changes that libraries and proxies are seen to make.

#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::doctor {

struct SignedPayload {
    std::string hash;  // as it stands in the canonical request
    std::string sentence;
};

// Each hash once, the right one not at all.
std::vector<SignedPayload> payloads_to_try(std::string_view body);

// Lower-case hexadecimal SHA-256.
std::string payload_hash(std::string_view body);

}  // namespace tandem::api::doctor
