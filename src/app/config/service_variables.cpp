#include "service_variables.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <string>

namespace tandem::app {
namespace {

constexpr std::string_view kServicePrefix = "TANDEM";
constexpr std::array<std::string_view, 3> kProtocols{"tcp", "udp", "sctp"};

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
bool is_address(std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> address;
    const std::string terminated{text};
    return ::inet_pton(AF_INET, terminated.c_str(), address.data()) == 1 ||
           ::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1;
}
bool is_protocol(std::string_view text) { return std::ranges::find(kProtocols, text) != kProtocols.end(); }
// tcp://10.0.0.1:8990, tcp://[fd00::1]:8990
bool is_url(std::string_view text) {
    const auto scheme = text.find("://");
    const auto colon = text.rfind(':');
    if (scheme == std::string_view::npos || colon < scheme + 3 || !is_protocol(text.substr(0, scheme))) return false;
    auto host = text.substr(scheme + 3, colon - scheme - 3);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return is_address(host) && is_number(text.substr(colon + 1));
}
// The name of a linked container: /web/tandem
bool is_link(std::string_view text) {
    return text.starts_with('/') && text.find('/', 1) != std::string_view::npos && !text.ends_with('/');
}

struct Form {
    std::string_view
        name;  // behind the service's or link's own; '#' stands for digits, '@' for a protocol, '*' for more
    bool (*has_form)(std::string_view value);
};
// Kubernetes: "Accessing the Service", environment variables. Docker: "Legacy container links", environment variables;
// those of consecutive ports are in libnetwork alone.
constexpr std::array<Form, 13> kServiceForms{{
    {"_SERVICE_HOST", is_address},
    {"_SERVICE_PORT", is_number},
    {"_SERVICE_PORT_*", is_number},
    {"_PORT", is_url},
    {"_PORT_#_@", is_url},
    {"_PORT_#_@_PROTO", is_protocol},
    {"_PORT_#_@_PORT", is_number},
    {"_PORT_#_@_ADDR", is_address},
    {"_PORT_#_@_START", is_url},
    {"_PORT_#_@_END", is_url},
    {"_PORT_#_@_PORT_START", is_number},
    {"_PORT_#_@_PORT_END", is_number},
    {"_NAME", is_link},
}};

bool matches_pattern(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern == "*") return !name.empty();
    if (pattern.front() == '#') {
        const auto digits = std::min(name.find_first_not_of("0123456789"), name.size());
        return digits > 0 && matches_pattern(pattern.substr(1), name.substr(digits));
    }
    if (pattern.front() == '@') {
        return std::ranges::any_of(std::array{"TCP", "UDP", "SCTP"}, [&](std::string_view protocol) {
            return name.starts_with(protocol) && matches_pattern(pattern.substr(1), name.substr(protocol.size()));
        });
    }
    return name.starts_with(pattern.front()) && matches_pattern(pattern.substr(1), name.substr(1));
}

// A link also passes on the whole environment of the other container, and says its name.
bool is_passed_on(std::string_view name, std::size_t end, const Environment& environment) {
    if (!name.substr(end).starts_with("_ENV_")) return false;
    if (end == kServicePrefix.size()) return true;  // no setting of ours begins like this
    const auto link = environment.find(std::string{name.substr(0, end)} + "_NAME");
    return link != environment.end() && is_link(link->second);
}

}  // namespace

// The service's name has any number of words.
bool is_of_service_or_link(std::string_view name, std::string_view value, const Environment& environment) {
    if (!name.starts_with(kServicePrefix)) return false;
    for (auto end = kServicePrefix.size(); end < name.size(); end = std::min(name.find('_', end + 1), name.size())) {
        const auto has_form = [&](const Form& form) {
            return matches_pattern(form.name, name.substr(end)) && form.has_form(value);
        };
        if (std::ranges::any_of(kServiceForms, has_form) || is_passed_on(name, end, environment)) return true;
    }
    return false;
}

}  // namespace tandem::app
