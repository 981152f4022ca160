#include "signed_hosts.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2017 {

std::string_view without_port(std::string_view host) noexcept {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos) return host;
    const std::string_view port = host.substr(colon + 1);
    const bool is_port = !port.empty() && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    const bool in_brackets = host.substr(0, colon).find(':') != std::string_view::npos && host[colon - 1] != ']';
    return is_port && !in_brackets ? host.substr(0, colon) : host;
}

std::vector<std::string> further_signed_hosts(std::string_view host, std::span<const std::string> public_hosts) {
    const std::string name{without_port(host)};
    std::vector<std::string> candidates;
    const auto add = [&](std::string candidate) {
        if (candidate == host || std::ranges::find(candidates, candidate) != candidates.end()) return;
        candidates.push_back(std::move(candidate));
    };
    add(name);
    add(name + ":80");
    add(name + ":443");
    for (const std::string& public_host : public_hosts) add(public_host);
    return candidates;
}

}  // namespace tandem::api::tencent::v2017
