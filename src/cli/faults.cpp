// `tandem faults`: the fault rules of a running `tandem dev`.

#include "tandem/base/user_error.hpp"
#include "tandem/standin/checks.hpp"

#include "client/admin_client.hpp"
#include "client_options.hpp"

#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

using nlohmann::json;

constexpr auto kPath = "/_tandem/faults";

struct FaultOptions {
    ClientOptions client;
    std::string file;
    std::string name;
    bool add = false;
    bool as_json = false;
};

standin::FaultCheck check_document(CommandContext& context, const std::string& file) {
    if (file != "-") return standin::check_faults(standin::read_fault_file(file), file);
    return standin::check_faults({std::istreambuf_iterator<char>{context.in}, {}}, "standard input");
}

json ask_faults(CommandContext& context, const FaultOptions& options, std::string method, std::string target,
                const json& body = nullptr) {
    return call_admin(options.client.address(context), options.client.http, std::move(method), std::move(target), body);
}

// Checked here first: the server does not know the file's name.
void apply(CommandContext& context, const FaultOptions& options) {
    const auto document = json::parse(check_document(context, options.file).json);
    const auto answer = ask_faults(context, options, options.add ? "POST" : "PUT", kPath, document);
    for (const auto& name : answer.at("names")) context.out << name.get<std::string>() << '\n';
}

void list_faults(CommandContext& context, const FaultOptions& options) {
    const auto rules = ask_faults(context, options, "GET", kPath).at("rules");
    if (options.as_json) {
        context.out << rules.dump(2) << std::endl;
        return;
    }
    for (const auto& rule : rules) {
        context.out << rule.at("name").get<std::string>() << "  matched " << rule.at("matched") << "  fired "
                    << rule.at("fired") << (rule.at("spent").get<bool>() ? "  spent" : "");
        for (const auto* part : {"match", "when", "do"})
            if (rule.contains(part)) context.out << "  " << part << ' ' << rule.at(part).dump();
        context.out << '\n';
    }
}

void clear(CommandContext& context, const FaultOptions& options) {
    if (options.name.empty()) {
        ask_faults(context, options, "DELETE", kPath);
        context.err << "no fault rules are in force" << std::endl;
        return;
    }
    if (!standin::is_fault_name(options.name))
        throw UserError{UserError::not_found, "no fault rule named \"" + options.name + "\""};
    ask_faults(context, options, "DELETE", std::string{kPath} + "/" + options.name);
    context.err << "removed " << options.name << std::endl;
}

void check_rules_file(CommandContext& context, const FaultOptions& options) {
    const auto rules = check_document(context, options.file).rules;
    context.out << rules << (rules == 1 ? " rule" : " rules") << ", all well formed\n";
}

}  // namespace

void add_fault_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<FaultOptions>();
    auto* faults = add_command(app, "faults", "Answers that go wrong on purpose, on a running `tandem dev`",
                               "  tandem faults apply faults.yaml\n"
                               "  tandem faults list\n"
                               "  tandem faults clear");
    faults->require_subcommand(1);

    auto* applying =
        add_client_verb(*faults, context, options, "apply", "Put a document's rules in force; prints their names",
                        "  tandem faults apply faults.yaml         # in place of those that are there\n"
                        "  tandem faults apply --add more.yaml     # behind them\n"
                        "  echo '{\"do\":{\"http_status\":503}}' | tandem faults apply -",
                        apply);
    applying->add_option("FILE", options->file, "YAML or JSON (docs/faults.md); - reads standard input")->required();
    applying->add_flag("--add", options->add, "Keep the rules that are in force");

    auto* listing = add_client_verb(*faults, context, options, "list", "Show the rules and how often they fired",
                                    "  tandem faults list\n  tandem faults list --json", list_faults);
    listing->add_flag("--json", options->as_json, "As the server answers");

    auto* clearing = add_client_verb(*faults, context, options, "clear", "Remove all rules, or one",
                                     "  tandem faults clear\n  tandem faults clear throttle-burst", clear);
    clearing->add_option("NAME", options->name, "The rule's name (default: all of them)");

    auto* checking =
        add_command(*faults, "check", "Check a document without a server", "  tandem faults check faults.yaml");
    checking->add_option("FILE", options->file, "YAML or JSON; - reads standard input")->required();
    checking->callback([options, &context] { check_rules_file(context, *options); });
}

}  // namespace tandem::cli
