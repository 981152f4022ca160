#pragma once
// Where a server is.

#include <string>
#include <string_view>

namespace tandem::cli {

// "http://host:port", "https://host:port", "unix:/path", or "host:port" for http. Throws UserError(usage).
struct ServerAddress {
    enum class Kind : unsigned char { http, https, unix_socket } kind = Kind::http;
    std::string host;  // without brackets; or the socket's path
    std::string port;
    std::string path;  // of the URL, "" or from "/"

    static ServerAddress parse(std::string_view url);
    [[nodiscard]] std::string host_header() const;
    [[nodiscard]] std::string text() const;
};

}  // namespace tandem::cli
