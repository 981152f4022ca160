#include "admin_verbs.hpp"

#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

using nlohmann::json;

void add_tenant(CommandContext& context, const AdminVerbOptions& options) {
    const auto answer = ask_admin(context, options, "POST", "/_tandem/tenants", {{"name", options.name}});
    context.out << "tenant  " << answer.at("name").get<std::string>() << "  " << answer.at("id").get<std::string>()
                << '\n'
                << "project " << answer.at("project_id").get<std::string>() << '\n'
                << "account " << answer.at("account_number").get<std::string>() << '\n';
    print_credential(context, answer.at("credential"));
}

void list_tenants(CommandContext& context, const AdminVerbOptions& options) {
    const auto answer = ask_admin(context, options, "GET", "/_tandem/tenants");
    for (const auto& tenant : answer.at("tenants"))
        context.out << tenant.at("id").get<std::string>() << "  " << tenant.at("project_id").get<std::string>() << "  "
                    << tenant.at("account_number").get<std::string>() << "  " << tenant.at("name").get<std::string>()
                    << '\n';
}

void print_tenant(std::ostream& out, const json& tenant) {
    const auto text = [](const json& of, const char* name) { return of.at(name).get<std::string>(); };
    const auto& huawei = tenant.at("huawei");
    out << "name         " << text(tenant, "name") << '\n'
        << "id           " << text(tenant, "id") << '\n'
        << "uin          " << text(tenant.at("tencent"), "uin") << '\n'
        << "app_id       " << text(tenant.at("tencent"), "app_id") << '\n'
        << "domain       " << text(huawei, "domain_id") << "  " << text(huawei, "domain_name") << '\n';
    for (const auto& project : huawei.at("projects"))
        out << "project      " << text(project, "id") << "  " << text(project, "name") << '\n';
    out << "keys         " << tenant.at("keys").get<std::size_t>() << '\n';
    for (const auto& id : tenant.at("credentials")) out << "credential   " << id.get<std::string>() << '\n';
}

// JSON texts are YAML too.
void print_configuration(std::ostream& out, const json& tenant) {
    const auto& huawei = tenant.at("huawei");
    out << "tenants:\n  - name: " << tenant.at("name").dump()
        << "\n    tencent: {uin: " << tenant.at("tencent").at("uin").get<std::string>()
        << ", app_id: " << tenant.at("tencent").at("app_id").get<std::string>() << "}\n"
        << "    huawei:\n      domain_id: " << huawei.at("domain_id").dump()
        << "\n      domain_name: " << huawei.at("domain_name").dump() << "\n      projects:\n";
    for (const auto& project : huawei.at("projects"))
        out << "        " << project.at("name").dump() << ": " << project.at("id").dump() << '\n';
}

void show_tenant(CommandContext& context, const AdminVerbOptions& options) {
    require_tenant(context, options, options.name);
    const auto tenant = ask_admin(context, options, "GET", "/_tandem/tenants/" + percent_encoded(options.name));
    if (options.as_json)
        context.out << tenant.dump(2) << std::endl;
    else if (options.as_yaml)
        print_configuration(context.out, tenant);
    else
        print_tenant(context.out, tenant);
}

}  // namespace

void add_tenant_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<AdminVerbOptions>();
    constexpr auto kSocket = " --server unix:/var/lib/tandem/admin.sock";

    auto* tenant = add_command(app, "tenant", "Tenants: each has keys of its own",
                               std::string{"  tandem tenant add acme"} + kSocket + "\n  tandem tenant list");
    tenant->require_subcommand(1);
    add_client_verb(*tenant, context, options, "add", "Make a tenant and its first credential",
                    std::string{"  tandem tenant add acme"} + kSocket, add_tenant)
        ->add_option("NAME", options->name, "Letters, digits, '.', '_' and '-'")
        ->required();
    add_client_verb(*tenant, context, options, "list", "Show all tenants", "  tandem tenant list", list_tenants);
    auto* showing =
        add_client_verb(*tenant, context, options, "show", "Show what every API calls a tenant, and what it has",
                        "  tandem tenant show acme\n  tandem tenant show acme --yaml", show_tenant);
    showing->add_option("NAME", options->name, "The tenant's name")->required();
    auto* as_json = showing->add_flag("--json", options->as_json, "As the API answers");
    showing->add_flag("--yaml", options->as_yaml, "As a configuration file has it")->excludes(as_json);
}

}  // namespace tandem::cli
