#include "tandem/api/dispatch.hpp"
#include "tandem/app/application.hpp"
#include "tandem/app/dialects.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/store/unseal_key.hpp"

#include "client_options.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

// 0 or 1 and nothing else, as container health checks require.
int check_health(CommandContext& context, const ClientOptions& options, const std::string& url) {
    constexpr std::chrono::milliseconds kPatience{2'000};
    try {
        auto http = options.http;
        http.timeout = kPatience;
        const auto server = url.empty() ? options.address(context) : ServerAddress::parse(url);
        const auto path = server.path.empty() || server.path == "/" ? "/_tandem/ready" : server.path;
        const auto answer = send_request(server, {"GET", path, {}, {}}, http);
        if (answer.status == 200) {
            context.out << "healthy" << std::endl;
            return 0;
        }
        context.err << "unhealthy: " << server.text() << " answers " << answer.status << std::endl;
    } catch (const UserError& error) {
        context.err << "unhealthy: " << error.what() << std::endl;
    }
    return 1;
}

void print_version(CommandContext& context, bool as_json) {
    if (as_json)
        context.out << nlohmann::json{{"version", app::version()}}.dump() << std::endl;
    else
        context.out << "tandem " << app::version() << std::endl;
}

void print_fields(std::ostream& out, std::string_view action, const std::vector<api::FieldStatus>& fields) {
    for (const auto& field : fields) {
        out << "| " << action << " | " << field.name << " | " << field.type << " | " << (field.required ? "yes" : "no")
            << " | " << field.range << " | ";
        if (!field.no_effect.empty()) out << "no effect: " << field.no_effect;
        out << " |\n";
    }
}

// The parameters of one dialect. Those without an effect say why, so that nothing is ignored in silence.
void print_parameters(std::ostream& out, std::string_view name, const std::vector<api::FieldStatus>& common,
                      const std::vector<api::ActionStatus>& actions) {
    out << "\n### Parameters of " << name
        << "\n\n| Action | Parameter | Type | Required | Range | Remark |\n|---|---|---|---|---|---|\n";
    print_fields(out, "every action", common);
    for (const auto& action : actions)
        if (action.dialect == name) print_fields(out, action.action, action.fields);
}

void print_unraised_codes(std::ostream& out, const api::Dialect& dialect) {
    if (dialect.unraised_codes().empty()) return;
    out << "\n### Error codes that cannot occur in " << dialect.name() << "\n\n| Code | Reason |\n|---|---|\n";
    for (const auto& [code, reason] : dialect.unraised_codes()) out << "| " << code << " | " << reason << " |\n";
}

// From the tables that the dispatcher works with, so that the page cannot promise what the server does not do.
void print_compatibility(std::ostream& out) {
    const SystemClock clock;
    const auto store =
        store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(store::kUnsealKeyBytes), clock);
    service::Services services{*store, clock, {}};
    std::vector<std::shared_ptr<const api::Dialect>> dialects;
    std::map<std::string, const api::Dialect*> by_name;
    for (const auto& name : app::vendor_dialects()) {
        dialects.push_back(app::make_dialect(name));
        by_name[name] = dialects.back().get();
    }
    const api::Dispatcher dispatcher{services, std::move(dialects)};
    const auto actions = dispatcher.actions();

    out << "# Compatibility\n\nWhat each dialect answers. Made by `tandem compatibility` from the tables that requests "
           "are "
           "dispatched by.\n";
    for (const auto& name : app::vendor_dialects()) {
        const auto of_dialect = [&](const auto& action) { return action.dialect == name; };
        const auto total = std::ranges::count_if(actions, of_dialect);
        const auto emulated =
            std::ranges::count_if(actions, [&](const auto& action) { return of_dialect(action) && action.emulated; });
        out << "\n## " << name << "\n\n"
            << emulated << " of " << total << " actions.\n\n"
            << "| Action | Emulated | Remark |\n|---|---|---|\n";
        for (const auto& action : actions)
            if (of_dialect(action))
                out << "| " << action.action << " | " << (action.emulated ? "yes" : "no") << " | " << action.remark
                    << " |\n";
        print_parameters(out, name, by_name[name]->common_fields(), actions);
        print_unraised_codes(out, *by_name[name]);
    }
}

}  // namespace

void add_health_command(CLI::App& app, CommandContext& context) {
    struct Options {
        ClientOptions client;
        std::string url;
    };
    const auto options = std::make_shared<Options>();
    auto* command = add_command(app, "health", "Ask a server whether it is ready: exit code 0 or 1",
                                "  tandem health\n"
                                "  tandem health --url http://127.0.0.1:8990/healthz");
    command->add_option("--url", options->url, "Address, with or without a path (default /_tandem/ready)");
    add_client_options(*command, options->client);
    command->callback(
        [options, &context] { context.exit_code = check_health(context, options->client, options->url); });
}

void add_information_commands(CLI::App& app, CommandContext& context) {
    const auto as_json = std::make_shared<bool>(false);
    auto* about = add_command(app, "version", "Print the version", "  tandem version\n  tandem version --json");
    about->add_flag("--json", *as_json, "As JSON");
    about->callback([as_json, &context] { print_version(context, *as_json); });

    add_command(app, "compatibility", "Print what each dialect emulates, in Markdown",
                "  tandem compatibility > docs/compatibility.md")
        ->callback([&context] { print_compatibility(context.out); });
}

}  // namespace tandem::cli
