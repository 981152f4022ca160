#include "server_address.hpp"

#include "tandem/base/user_error.hpp"

#include <charconv>
#include <cstdint>
#include <system_error>

namespace tandem::cli {
namespace {

bool is_port(std::string_view text) {
    std::uint16_t port = 0;
    const char* const begin = text.begin();
    const auto number = std::from_chars(begin, text.end(), port);
    return number.ec == std::errc{} && number.ptr == text.end();
}

}  // namespace

ServerAddress ServerAddress::parse(std::string_view url) {
    const auto refuse = [&] {
        throw UserError{UserError::usage,
                        "\"" + std::string{url} +
                            "\" is not http://host:port, https://host:port or unix:/path (port: at most 65535)"};
    };
    ServerAddress address;
    std::string_view rest = url;
    if (rest.starts_with("unix:")) {
        address.kind = Kind::unix_socket;
        address.host = rest.substr(5);
        if (address.host.empty()) refuse();
        return address;
    }
    if (rest.starts_with("https://")) {
        address.kind = Kind::https;
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else if (rest.find("://") != std::string_view::npos) {
        refuse();
    }
    const auto slash = rest.find('/');
    if (slash != std::string_view::npos) address.path = rest.substr(slash);
    auto authority = rest.substr(0, slash);
    const auto bracket = authority.find(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = authority.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host;
    address.port = colon == std::string_view::npos ? std::string_view{address.kind == Kind::https ? "443" : "80"}
                                                   : authority.substr(colon + 1);
    if (address.host.empty() || !is_port(address.port)) refuse();
    return address;
}

std::string ServerAddress::host_header() const {
    if (kind == Kind::unix_socket) return "localhost";
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
}

std::string ServerAddress::text() const {
    if (kind == Kind::unix_socket) return "unix:" + host;
    return (kind == Kind::https ? "https://" : "http://") + host_header();
}

}  // namespace tandem::cli
