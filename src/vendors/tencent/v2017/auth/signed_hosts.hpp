#pragma once
// Which host a client may have signed (2017 API, section 4.2): the Host header as it came, else what a proxy or the
// client's HTTP library may have made of it.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api::tencent::v2017 {

// "name:8080" -> "name", "[::1]:8080" -> "[::1]".
std::string_view without_port(std::string_view host) noexcept;

// Those to try when the header as it came does not match: without port, with :80, with :443, the operator's names.
std::vector<std::string> further_signed_hosts(std::string_view host, std::span<const std::string> public_hosts);

}  // namespace tandem::api::tencent::v2017
