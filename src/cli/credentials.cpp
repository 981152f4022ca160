#include "tandem/app/dates.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"

#include "admin_verbs.hpp"

#include <algorithm>
#include <memory>
#include <ostream>
#include <vector>

namespace tandem::cli {

using nlohmann::json;

json ask_admin(CommandContext& context, const AdminVerbOptions& options, std::string method, std::string target,
               const json& body) {
    return call_admin(options.client.address(context), options.client.http, std::move(method), std::move(target), body);
}

void print_credential(CommandContext& context, const json& credential, bool as_variables) {
    const auto id = credential.at("id").get<std::string>();
    // Both are letters and digits, which no shell needs quoted.
    context.out << (as_variables ? "export TANDEM_ID=" : "id      ") << id << '\n'
                << (as_variables ? "export TANDEM_SECRET=" : "secret  ") << credential.at("secret").get<std::string>()
                << std::endl;
    if (!context.out)
        throw UserError{UserError::failed,
                        {.text = "cannot write to standard output, so the secret of " + id + " is lost",
                         .remedy = "`tandem credential remove " + id + "` and make another"}};
    context.err << "The secret is shown this once: the server keeps it sealed and never tells it again." << std::endl;
}

void require_tenant(CommandContext& context, const AdminVerbOptions& options, const std::string& name) {
    const auto answer = ask_admin(context, options, "GET", "/_tandem/tenants");
    std::vector<std::string> names;
    for (const auto& tenant : answer.at("tenants")) names.push_back(tenant.at("name").get<std::string>());
    if (std::ranges::find(names, name) != names.end()) return;
    const auto near = nearest_name(name, names);
    throw UserError{UserError::not_found,
                    {.text = "no tenant named " + name, .remedy = near.empty() ? "" : "did you mean " + near + "?"}};
}

namespace {

std::string path_of(const std::string& id) { return "/_tandem/credentials/" + percent_encoded(id); }

// "disabled", or what else keeps it out, and since when.
std::string hold_in_words(const json& credential) {
    const auto hold = credential.value("hold", "");
    if (hold.empty()) return credential.at("enabled").get<bool>() ? "" : "disabled";
    std::string words = hold == "older state" ? "disabled, since an older state was accepted" : hold;
    if (credential.contains("held_since"))
        words += " " + app::format_date(from_milliseconds(credential.at("held_since").get<std::int64_t>() * 1000));
    return words;
}

std::string origin_in_words(const json& credential) {
    const auto place = credential.value("place", "");
    return place.empty() ? credential.value("origin", "unknown") : place;
}

void list_credentials(CommandContext& context, const AdminVerbOptions& options) {
    const auto answer = ask_admin(context, options, "GET", "/_tandem/credentials");
    if (options.as_json) {
        context.out << answer.at("credentials").dump(2) << std::endl;
        return;
    }
    for (const auto& credential : answer.at("credentials")) {
        const auto hold = hold_in_words(credential);
        context.out << credential.at("id").get<std::string>() << "  " << credential.at("tenant").get<std::string>()
                    << "  " << origin_in_words(credential) << (hold.empty() ? "" : "  " + hold) << '\n';
    }
}

void add_credential(CommandContext& context, const AdminVerbOptions& options) {
    require_tenant(context, options, options.tenant);
    const auto made = ask_admin(context, options, "POST", "/_tandem/credentials", {{"tenant", options.tenant}});
    print_credential(context, made, options.as_variables);
}

void remove_credential(CommandContext& context, const AdminVerbOptions& options) {
    const auto answer = ask_admin(context, options, "DELETE", path_of(options.name));
    context.err << "removed " << options.name << std::endl;
    const auto place = answer.value("place", "");
    if (!answer.value("mark", false)) return;
    context.err << (place.empty() ? "What gave it" : place)
                << " does not bring it back; take it out there too. `tandem "
                << "credential enable " << options.name << "` lets it come back." << std::endl;
}

void disable_credential(CommandContext& context, const AdminVerbOptions& options) {
    ask_admin(context, options, "POST", path_of(options.name) + "/disable");
    context.err << "disabled " << options.name << std::endl;
}

void enable_one(CommandContext& context, const AdminVerbOptions& options, const std::string& id) {
    const auto answer = ask_admin(context, options, "POST", path_of(id) + "/enable");
    if (answer.value("from", "now") == "now") {
        context.err << "enabled " << id << std::endl;
        return;
    }
    const auto place = answer.value("place", "");
    context.err << id << " may come back: the next start takes it from "
                << (place.empty() ? "the configuration that names it" : place) << std::endl;
}

void enable_credential(CommandContext& context, const AdminVerbOptions& options) {
    if (options.all != options.name.empty())
        throw UserError{UserError::usage, "either the id of a credential or --all is needed"};
    if (!options.all) return enable_one(context, options, options.name);
    const auto answer = ask_admin(context, options, "GET", "/_tandem/credentials");
    std::size_t count = 0;
    for (const auto& credential : answer.at("credentials")) {
        if (credential.value("hold", "") != "older state") continue;
        enable_one(context, options, credential.at("id").get<std::string>());
        ++count;
    }
    if (count == 0) context.err << "none is disabled since an older state was accepted" << std::endl;
}

}  // namespace

void add_credential_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<AdminVerbOptions>();
    auto* credential = add_command(app, "credential", "Access keys of tenants",
                                   "  tandem credential add --tenant acme\n  tandem credential list\n"
                                   "  tandem credential remove AKID...");
    credential->require_subcommand(1);
    auto* adding = add_client_verb(*credential, context, options, "add", "Make an access key; its secret is shown once",
                                   "  tandem credential add --tenant acme\n"
                                   "  eval \"$(tandem credential add --tenant acme --env)\"",
                                   add_credential);
    adding->add_option("--tenant", options->tenant, "The tenant's name")->required();
    adding->add_flag("--env", options->as_variables, "As the variables that the client verbs take it from");
    add_client_verb(*credential, context, options, "list",
                    "Show all access keys without their secrets, where each is from, and what keeps it out",
                    "  tandem credential list", list_credentials)
        ->add_flag("--json", options->as_json, "As the API answers, in one array");
    constexpr auto kId = "The access key's id, or user/TENANT/NAME of a user";
    add_client_verb(*credential, context, options, "remove", "Remove an access key at once and for good",
                    "  tandem credential remove AKID...", remove_credential)
        ->add_option("ID", options->name, kId)
        ->required();
    add_client_verb(*credential, context, options, "disable", "Keep an access key out until it is enabled",
                    "  tandem credential disable AKID...", disable_credential)
        ->add_option("ID", options->name, kId)
        ->required();
    auto* enabling = add_client_verb(
        *credential, context, options, "enable", "Let an access key in again, or let a removed one come back",
        "  tandem credential enable AKID...\n  tandem credential enable --all", enable_credential);
    enabling->add_option("ID", options->name, kId);
    enabling->add_flag("--all", options->all, "Every one that is disabled since an older state was accepted");
}

}  // namespace tandem::cli
