#pragma once
// The parts that the verbs for tenants and credentials share.

#include "client/admin_client.hpp"
#include "client_options.hpp"

#include <string>
#include <vector>

namespace tandem::cli {

struct AdminVerbOptions {
    ClientOptions client;
    std::string name;
    std::string tenant;
    bool all = false;
    bool as_json = false;
    bool as_yaml = false;
    bool as_variables = false;
};

nlohmann::json ask_admin(CommandContext& context, const AdminVerbOptions& options, std::string method,
                         std::string target, const nlohmann::json& body = nullptr);

// Id and secret on standard output; throws when that cannot be written, since nobody can see the secret again.
void print_credential(CommandContext& context, const nlohmann::json& credential, bool as_variables = false);

// Throws UserError(not_found) with the nearest name.
void require_tenant(CommandContext& context, const AdminVerbOptions& options, const std::string& name);

}  // namespace tandem::cli
