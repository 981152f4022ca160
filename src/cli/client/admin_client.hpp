#pragma once
// The admin verbs' way to a server: JSON below /_tandem/, on the admin socket or the port of development mode.

#include "http_client.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tandem::cli {

// Throws UserError with the server's own text when it refuses. A null body is none.
nlohmann::json call_admin(const ServerAddress& server, const HttpOptions& options, std::string method,
                          std::string target, const nlohmann::json& body);

// The same for documents that are sent and answered as they are.
std::string send_admin(const ServerAddress& server, const HttpOptions& options, std::string method, std::string target,
                       std::string body);

// A word as a part of a target's path or query.
std::string percent_encoded(std::string_view text);

}  // namespace tandem::cli
