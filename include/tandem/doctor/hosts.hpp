#pragma once
// Which other hosts a client may have signed than the one that the Host header says.

#include "tandem/api/wire.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::doctor {

struct SignedHost {
    std::string_view hypothesis;  // host-port, host-case, host-forwarded, host-endpoint
    std::string host;
    std::string sentence;
};

// `endpoints` are the vendor's own names. Those equal to the Host header are left out.
std::vector<SignedHost> hosts_to_try(const WireRequest& request, std::span<const std::string> endpoints);

// For when no host was found that was signed: what speaks for one that a proxy changed to something else. May be empty.
std::string proxy_remark(const WireRequest& request);

}  // namespace tandem::api::doctor
