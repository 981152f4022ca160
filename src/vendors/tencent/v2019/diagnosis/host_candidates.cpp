#include "host_candidates.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {

std::string_view without_port(std::string_view host) noexcept {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || colon + 1 == host.size()) return host;
    const std::string_view port = host.substr(colon + 1);
    return std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }) ? host.substr(0, colon) : host;
}

HostCandidates::HostCandidates(std::string_view host) noexcept {
    add(host);
    add(without_port(host));
    if (host.size() > lower_.size()) return;
    std::ranges::transform(host, lower_.begin(), ascii_lower);
    const std::string_view lower{lower_.data(), host.size()};
    add(lower);
    add(without_port(lower));
}

void HostCandidates::add(std::string_view name) noexcept {
    if (std::ranges::find(names(), name) == names().end()) names_[count_++] = name;
}

}  // namespace tandem::api::tencent::v2019
