#include "page_guard.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <optional>

namespace tandem::api {

namespace {

// "host", "host:port", "[address]:port"; the name in lower case, without its closing dot or brackets.
struct Authority {
    std::string name;
    std::string_view port;
    bool in_brackets = false;
};

std::string in_lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return lower;
}

bool is_port(std::string_view text) noexcept {
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Authority> parse_authority(std::string_view text) {
    Authority authority;
    authority.in_brackets = text.starts_with('[');
    const std::size_t name_end = authority.in_brackets ? text.find(']') : text.find(':');
    if (authority.in_brackets && name_end == std::string_view::npos) return std::nullopt;
    std::string_view name = text.substr(0, name_end);
    std::string_view rest = text.substr(std::min(text.size(), name.size()));
    if (authority.in_brackets) {
        name.remove_prefix(1);
        rest.remove_prefix(1);
    } else if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    if (!rest.empty()) {
        if (!rest.starts_with(':') || !is_port(rest.substr(1))) return std::nullopt;
        authority.port = rest.substr(1);
    }
    authority.name = in_lower_case(name);
    return authority;
}

bool is_address(const Authority& host) noexcept {
    in6_addr address{};
    return ::inet_pton(host.in_brackets ? AF_INET6 : AF_INET, host.name.c_str(), &address) == 1;
}

// Nobody can register a name of one label, nor one below these: RFC 6761 section 6.3, and ICANN's reservation of
// "internal" for private use, where containers find their host.
bool is_private_name(std::string_view name) noexcept {
    const bool is_label = !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    return is_label || name.ends_with(".localhost") || name.ends_with(".internal");
}

// Port of an origin, also where a browser leaves it out.
std::string_view port_or(std::string_view port, std::string_view scheme) noexcept {
    if (!port.empty()) return port;
    return scheme == "https" ? "443" : "80";
}

bool is_private_path(std::string_view path) noexcept { return path.starts_with("/_tandem/") || path == "/metrics"; }

bool may_be_told_of(std::string_view host) noexcept {
    return host.size() <= 100 && std::ranges::all_of(host, [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
}

Error foreign_host(std::string_view host) {
    std::string detail = "the private paths of tandem dev answer only to names that no stranger can own; add ";
    detail += may_be_told_of(host) ? "\"" + std::string{host} + "\"" : "the name in Host";
    return fail(ErrorCode::foreign_page, {}, detail + " with --public-host or in dialects.public_hosts");
}

}  // namespace

PageGuard::PageGuard(PageRules rules) : guards_private_paths_(rules.guards_private_paths) {
    for (const std::string& host : rules.own_hosts) {
        if (const auto parsed = parse_authority(host)) own_hosts_.push_back(parsed->name);
    }
}

Result<void> PageGuard::check(const WireRequest& request) const {
    for (const HeaderField& field : request.headers) {
        // A look at the length first: this is on the way of every request.
        if (field.name.size() == 6 && equal_ignoring_case(field.name, "Origin")) {
            if (!is_own_origin(request, field.value))
                return fail(ErrorCode::foreign_page, {}, "its Origin is a web page of another origin");
        } else if (field.name.size() == 14 && equal_ignoring_case(field.name, "Sec-Fetch-Site")) {
            if (field.value != "same-origin" && field.value != "none")
                return fail(ErrorCode::foreign_page, {}, "its Sec-Fetch-Site says that another site's page caused it");
        }
    }
    if (guards_private_paths_ && is_private_path(request.path) && !has_good_host(request))
        return foreign_host(request.authority.empty() ? request.header("Host") : request.authority);
    return {};
}

// The server's own origin is that of its pages: the scheme and the name under which this request came. A proxy that
// ends TLS in front of it speaks plain HTTP here, under a name that is configured.
bool PageGuard::is_own_origin(const WireRequest& request, std::string_view origin) const {
    if (!has_good_host(request)) return false;
    const std::size_t scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;  // "null" too
    const std::string_view scheme = origin.substr(0, scheme_end);
    const auto page = parse_authority(origin.substr(scheme_end + 3));
    const auto host = parse_authority(request.authority.empty() ? request.header("Host") : request.authority);
    if (!page || !host || page->name.empty() || page->name != host->name) return false;
    if (scheme != "http" && scheme != "https") return false;
    if (port_or(page->port, scheme) != port_or(host->port, scheme)) return false;
    return is_named(host->name) || scheme == (request.tls ? "https" : "http");
}

// Host counts even beside an absolute-form target, whose authority would be the one that is asked for (RFC 9112 section
// 3.2.2): both have to be good.
bool PageGuard::has_good_host(const WireRequest& request) const {
    if (!guards_private_paths_) return true;
    return is_good(request.header("Host")) && is_good(request.authority);
}

bool PageGuard::is_good(std::string_view host) const {
    if (host.empty()) return true;  // no browser leaves it out
    const auto parsed = parse_authority(host);
    if (!parsed) return false;
    return is_address(*parsed) || (!parsed->in_brackets && (is_private_name(parsed->name) || is_named(parsed->name)));
}

bool PageGuard::is_named(std::string_view name) const {
    return std::ranges::find(own_hosts_, name) != own_hosts_.end();
}

}  // namespace tandem::api
