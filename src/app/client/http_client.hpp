#pragma once
// One HTTP request to a server, for the client and admin verbs.

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::app {

// "http://host:port", "https://host:port", "unix:/path", or "host:port" for http. Throws StartupError(usage).
struct ServerAddress {
    enum class Kind : unsigned char { http, https, unix_socket } kind = Kind::http;
    std::string host;  // without brackets; or the socket's path
    std::string port;
    std::string path;  // of the URL, "" or from "/"

    static ServerAddress parse(std::string_view url);
    [[nodiscard]] std::string host_header() const;
    [[nodiscard]] std::string text() const;
};

struct HttpRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;  // beside Host and Content-Length
    std::string body;
};
struct HttpAnswer {
    unsigned status = 0;
    std::string body;
    std::string diagnosis;  // X-Tandem-Diag of a development server
};

struct HttpOptions {
    std::string certificate_authority;  // PEM file for https; empty: the system's
    std::chrono::milliseconds timeout{30'000};
};

// Throws StartupError(cannot_connect) with the address when there is no answer within the timeout.
HttpAnswer send_request(const ServerAddress& server, const HttpRequest& request, const HttpOptions& options);

}  // namespace tandem::app
