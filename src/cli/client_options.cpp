#include "client_options.hpp"

#include "tandem/app/config.hpp"

namespace tandem::cli {

ServerAddress ClientOptions::address(const CommandContext& context) const {
    const auto standard = "http://127.0.0.1:" + std::to_string(app::kDefaultPort);
    return ServerAddress::parse(server.empty() ? context.variable("TANDEM_ADDR", standard) : server);
}

void add_client_options(CLI::App& command, ClientOptions& options) {
    command.add_option("--server", options.server, "http://host:port, https://host:port or unix:/path (TANDEM_ADDR)");
    command.add_option("--ca-file", options.http.certificate_authority, "PEM file of the authority to trust for https");
}

ClientCredential client_credential(const CommandContext& context) {
    const auto secret = context.variable("TANDEM_SECRET", app::kDevelopmentSecret);
    return {context.variable("TANDEM_ID", app::kDevelopmentId), SecretBytes::copy_of(as_bytes(secret))};
}

}  // namespace tandem::cli
