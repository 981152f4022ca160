#pragma once
// One HTTP request to a server, for the client and admin verbs.

#include "server_address.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tandem::cli {

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

// Throws UserError(unreachable) with the address when there is no answer within the timeout.
HttpAnswer send_request(const ServerAddress& server, const HttpRequest& request, const HttpOptions& options);

}  // namespace tandem::cli
