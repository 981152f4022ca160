#pragma once
// How the client verbs find their server and credential: flag, then variable, then what development mode publishes.

#include "../client/http_client.hpp"
#include "../client/kms_client.hpp"
#include "context.hpp"

#include <memory>
#include <string>

namespace tandem::app {

struct ClientOptions {
    std::string server;
    HttpOptions http;

    // --server, else TANDEM_ADDR, else http://127.0.0.1:8990.
    [[nodiscard]] ServerAddress address(const CommandContext& context) const;
};
void add_client_options(CLI::App& command, ClientOptions& options);

// TANDEM_ID and TANDEM_SECRET; secrets are never flags, which other users of the machine can read.
ClientCredential client_credential(const CommandContext& context);

}  // namespace tandem::app
