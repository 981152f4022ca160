#pragma once
// How the client verbs find their server and credential: flag, then variable, then what development mode publishes.

#include "client/http_client.hpp"
#include "client/kms_client.hpp"
#include "context.hpp"

#include <memory>
#include <string>

namespace tandem::cli {

struct ClientOptions {
    std::string server;
    HttpOptions http;

    // --server, else TANDEM_ADDR, else http://127.0.0.1:8990.
    [[nodiscard]] ServerAddress address(const CommandContext& context) const;
};
void add_client_options(CLI::App& command, ClientOptions& options);

// A verb that talks to a server. `Options` has a ClientOptions named `client`.
template <class Options>
CLI::App* add_client_verb(CLI::App& parent, CommandContext& context, const std::shared_ptr<Options>& options,
                          const std::string& name, const std::string& summary, const std::string& examples,
                          void (*run)(CommandContext&, const Options&)) {
    auto* verb = add_command(parent, name, summary, examples);
    add_client_options(*verb, options->client);
    verb->callback([options, &context, run] { run(context, *options); });
    return verb;
}

// TANDEM_ID and TANDEM_SECRET; secrets are never flags, which other users of the machine can read.
ClientCredential client_credential(const CommandContext& context);

}  // namespace tandem::cli
