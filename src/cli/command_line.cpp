#include "command_line.hpp"

#include "tandem/app/application.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"

#include "exit_code.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

// Examples before everything else: they are what most readers of a help text look for.
class ExamplesFirst final : public CLI::Formatter {
  public:
    ExamplesFirst() { column_width(34); }

    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
        if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
        return "Examples:\n" + app->get_footer() + "\n\n" + app->get_description() + "\n" + make_usage(app, name) +
               make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode);
    }
};

constexpr std::string_view kExamples =
    "  tandem dev                                  # a server to develop against, in memory\n"
    "  tandem key create demo                      # a key on it\n"
    "  tandem encrypt demo hello                   # prints a ciphertext\n"
    "  tandem init --dir /var/lib/tandem           # files for a real server\n"
    "  tandem serve --config /var/lib/tandem/tandem.yaml";

int report(CommandContext& context, const UserError& error) {
    context.err << "tandem: " << error.what() << std::endl;
    return exit_code_of(error.kind());
}

// Words before the first flag that lead to no command. CLI11 itself only says that a subcommand is required.
void refuse_unknown_command(const CLI::App& app, const std::vector<std::string>& arguments) {
    const auto* parent = &app;
    std::string path;
    for (const auto& word : arguments) {
        const auto children = parent->get_subcommands([](const CLI::App*) { return true; });
        if (children.empty() || word.starts_with('-')) return;
        const auto child = std::ranges::find(children, word, [](const auto* each) { return each->get_name(); });
        if (child == children.end()) {
            std::vector<std::string> names;
            names.reserve(children.size());
            for (const auto* each : children) names.push_back(each->get_name());
            const auto nearest = nearest_name(word, names);
            throw UserError{UserError::usage,
                            {.text = "no command '" + path + word + "'",
                             .remedy = nearest.empty() ? "`tandem " + path + "--help` shows what there is"
                                                       : "did you mean '" + path + nearest + "'?"}};
        }
        parent = *child;
        path += word + " ";
    }
}

std::vector<std::string> flags_of(const CLI::App& command) {
    std::vector<std::string> flags;
    for (const auto* option : command.get_options())
        for (const auto& name : option->get_lnames()) flags.push_back("--" + name);
    return flags;
}

// The refusal of what was left over, with the flag that was meant, where one is near.
UserError extras_error(const CLI::App& app) {
    const auto* command = &app;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    const auto left = app.remaining(true);
    if (left.empty()) return {UserError::usage, "an argument was not expected"};
    const auto flag = left.front().substr(0, left.front().find('='));
    const auto refusal = [&](const std::string& remedy) {
        return UserError{UserError::usage, {.text = "\"" + left.front() + "\" was not expected", .remedy = remedy}};
    };
    const auto development = flags_of(*app.get_subcommand("dev"));
    if (command->get_name() == "serve" && std::ranges::find(development, flag) != development.end())
        return refusal("it belongs to `tandem dev`, and a real server has nothing of the stand-in");
    const auto nearest = nearest_name(flag, flags_of(*command));
    if (!nearest.empty()) return refusal("did you mean " + nearest + "?");
    return refusal("`tandem " + command->get_name() + " --help` shows examples");
}

int parse_and_run(CLI::App& app, const std::vector<std::string>& arguments, CommandContext& context) {
    try {
        refuse_unknown_command(app, arguments);
        // CLI11 takes the arguments from the back.
        app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
        return context.exit_code;
    } catch (const CLI::ExtrasError&) {
        return report(context, extras_error(app));
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error, context.out, context.err);
        return report(context, {UserError::usage, {.text = error.what(), .remedy = "`tandem --help` shows examples"}});
    } catch (const UserError& error) {
        return report(context, error);
    } catch (const nlohmann::json::exception&) {
        return report(context, {UserError::server_failed, "the server's answer has not the form that is expected"});
    } catch (const std::exception& error) {
        return report(context, {UserError::failed, error.what()});
    }
}

}  // namespace

std::string CommandContext::variable(std::string_view name, std::string_view otherwise) const {
    const auto found = environment.find(name);
    return found == environment.end() || found->second.empty() ? std::string{otherwise} : found->second;
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& summary,
                      const std::string& examples) {
    auto* command = parent.add_subcommand(name, summary);
    command->footer(examples);
    return command;
}

int run_command_line(const std::vector<std::string>& arguments, CommandContext& context) {
    CLI::App app{"A KMS server that speaks the KMS APIs of two clouds.", "tandem"};
    app.formatter(std::make_shared<ExamplesFirst>());
    app.footer(std::string{kExamples});
    app.require_subcommand(1);
    app.set_version_flag("--version", "tandem " + app::version());
    add_dev_command(app, context);
    add_serve_command(app, context);
    add_init_command(app, context);
    add_key_commands(app, context);
    add_tenant_commands(app, context);
    add_credential_commands(app, context);
    add_state_commands(app, context);
    add_request_commands(app, context);
    add_env_command(app, context);
    add_snippet_command(app, context);
    add_ca_command(app, context);
    add_fault_commands(app, context);
    add_health_command(app, context);
    add_information_commands(app, context);

    const int code = parse_and_run(app, arguments, context);
    // A result that did not arrive is no success: the disk may be full.
    if (context.reader_is_gone || context.out.flush() || code != 0) return code;
    return report(context, {UserError::failed, "cannot write to standard output"});
}

}  // namespace tandem::cli
