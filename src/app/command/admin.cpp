#include "tandem/base/startup.hpp"

#include "../client/admin_client.hpp"
#include "client_options.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <ostream>

namespace tandem::app {
namespace {

using nlohmann::json;

struct AdminCommandOptions {
    ClientOptions client;
    std::string name;
    std::string tenant;
};

json ask(CommandContext& context, const AdminCommandOptions& options, std::string method, std::string target,
         const json& body = nullptr) {
    return call_admin(options.client.address(context), options.client.http, std::move(method), std::move(target), body);
}

void print_credential(CommandContext& context, const json& credential) {
    const auto id = credential.at("id").get<std::string>();
    context.out << "id      " << id << '\n' << "secret  " << credential.at("secret").get<std::string>() << std::endl;
    if (!context.out)
        throw StartupError{ExitCode::failed, "cannot write to standard output, so the secret of " + id +
                                                 " is lost; `tandem credential remove " + id + "` and make another"};
    context.err << "The secret is shown this once: the server keeps it sealed and never tells it again." << std::endl;
}

void add_tenant(CommandContext& context, const AdminCommandOptions& options) {
    const auto answer = ask(context, options, "POST", "/_tandem/tenants", {{"name", options.name}});
    context.out << "tenant  " << answer.at("name").get<std::string>() << "  " << answer.at("id").get<std::string>()
                << '\n'
                << "project " << answer.at("project_id").get<std::string>() << '\n'
                << "account " << answer.at("account_number").get<std::string>() << '\n';
    print_credential(context, answer.at("credential"));
}

void list_tenants(CommandContext& context, const AdminCommandOptions& options) {
    const auto answer = ask(context, options, "GET", "/_tandem/tenants");
    for (const auto& tenant : answer.at("tenants"))
        context.out << tenant.at("id").get<std::string>() << "  " << tenant.at("project_id").get<std::string>() << "  "
                    << tenant.at("account_number").get<std::string>() << "  " << tenant.at("name").get<std::string>()
                    << '\n';
}

void list_credentials(CommandContext& context, const AdminCommandOptions& options) {
    const auto answer = ask(context, options, "GET", "/_tandem/credentials");
    for (const auto& credential : answer.at("credentials"))
        context.out << credential.at("id").get<std::string>() << "  " << credential.at("tenant").get<std::string>()
                    << (credential.at("enabled").get<bool>() ? "" : "  disabled") << '\n';
}

// The server's own answer does not tell a missing tenant from a name that cannot be one.
void add_credential(CommandContext& context, const AdminCommandOptions& options) {
    const auto tenants = ask(context, options, "GET", "/_tandem/tenants").at("tenants");
    const bool known = std::ranges::any_of(
        tenants, [&](const auto& tenant) { return tenant.at("name").template get<std::string>() == options.tenant; });
    if (!known) throw StartupError{ExitCode::not_found, "no tenant named " + options.tenant};
    print_credential(context, ask(context, options, "POST", "/_tandem/credentials", {{"tenant", options.tenant}}));
}

void remove_credential(CommandContext& context, const AdminCommandOptions& options) {
    const bool plain = !options.name.empty() && std::ranges::all_of(options.name, [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_' || c == '.';
    });
    if (!plain) throw StartupError{ExitCode::not_found, "no such credential: " + options.name};
    ask(context, options, "DELETE", "/_tandem/credentials/" + options.name);
    context.err << "removed " << options.name << std::endl;
}

}  // namespace

void add_admin_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<AdminCommandOptions>();
    constexpr auto kSocket = " --server unix:/var/lib/tandem/admin.sock";

    auto* tenant = add_command(app, "tenant", "Tenants: each has keys of its own",
                               std::string{"  tandem tenant add acme"} + kSocket + "\n  tandem tenant list");
    tenant->require_subcommand(1);
    add_client_verb(*tenant, context, options, "add", "Make a tenant and its first credential",
                    std::string{"  tandem tenant add acme"} + kSocket, add_tenant)
        ->add_option("NAME", options->name, "Letters, digits, '.', '_' and '-'")
        ->required();
    add_client_verb(*tenant, context, options, "list", "Show all tenants", "  tandem tenant list", list_tenants);

    auto* credential = add_command(app, "credential", "Access keys of tenants",
                                   "  tandem credential add --tenant acme\n  tandem credential list\n"
                                   "  tandem credential remove AKID...");
    credential->require_subcommand(1);
    add_client_verb(*credential, context, options, "add", "Make an access key; its secret is shown once",
                    "  tandem credential add --tenant acme", add_credential)
        ->add_option("--tenant", options->tenant, "The tenant's name")
        ->required();
    add_client_verb(*credential, context, options, "list", "Show all access keys, without secrets",
                    "  tandem credential list", list_credentials);
    add_client_verb(*credential, context, options, "remove", "Remove an access key at once",
                    "  tandem credential remove AKID...", remove_credential)
        ->add_option("ID", options->name, "The access key's id")
        ->required();
}

}  // namespace tandem::app
