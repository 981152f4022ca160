// seed, reset, savepoint, snapshot and clock: the state of a development server as a whole.

#include "tandem/app/dates.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/standin/checks.hpp"

#include "client/admin_client.hpp"
#include "client_options.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

using nlohmann::json;

struct StateOptions {
    ClientOptions client;
    std::vector<std::string> files;
    std::string file;
    std::string name;
    std::string existing = "update";
    std::string to = "seed";
    std::string span;
    bool plan = false;
    bool no_material = false;
};

json ask_state(CommandContext& context, const StateOptions& options, std::string method, std::string target,
               const json& body = nullptr) {
    return call_admin(options.client.address(context), options.client.http, std::move(method), std::move(target), body);
}

std::string send(CommandContext& context, const StateOptions& options, std::string method, std::string target,
                 std::string body = {}) {
    return send_admin(options.client.address(context), options.client.http, std::move(method), std::move(target),
                      std::move(body));
}

std::string read_all(CommandContext& context, const std::string& file) {
    if (file == "-") return {std::istreambuf_iterator<char>{context.in}, {}};
    std::error_code error;
    std::ifstream stream{file, std::ios::binary};
    if (!stream || std::filesystem::is_directory(file, error))
        throw UserError{UserError::configuration, "cannot read the file " + file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// The name that the server's errors give the document that it is sent.
std::string document_name(const StateOptions& options) {
    return percent_encoded(options.file == "-" ? "standard input" : options.file);
}

void print_steps(CommandContext& context, const json& answer) {
    for (const auto& step : answer.at("steps")) {
        const auto kind = step.at("step").get<std::string>();
        context.out << (kind == "create"   ? '+'
                        : kind == "change" ? '~'
                                           : '-')
                    << ' ' << step.at("what").get<std::string>() << ' ' << step.at("id").get<std::string>();
        if (step.contains("name")) context.out << "  " << step.at("name").get<std::string>();
        if (step.contains("changes")) context.out << "  (" << step.at("changes").get<std::string>() << ')';
        context.out << '\n';
    }
    context.out << answer.at("created") << " created, " << answer.at("changed") << " changed, " << answer.at("removed")
                << " removed, " << answer.at("same") << " the same" << std::endl;
}

// ---- seed ----

void check_seed(CommandContext& context, const StateOptions& options) {
    std::vector<standin::SeedSource> sources;
    sources.reserve(options.files.size());
    for (const auto& file : options.files)
        sources.push_back(file == "-" ? standin::SeedSource{"standard input", read_all(context, file)}
                                      : standin::SeedSource{file});
    const auto check = standin::check_seeds(sources, context.environment);
    // A server may have them by its configuration, so that it is no mistake for certain.
    for (const auto& tenant : check.absent_tenants)
        context.err << "tandem: " << tenant.place << ": no tenant \"" << tenant.name
                    << "\" is in these seeds; the server must have it already" << std::endl;
    context.out << check.keys << " keys, " << check.credentials << " credentials, " << check.tenants << " tenants: well"
                << std::endl;
}

void apply_seed_file(CommandContext& context, const StateOptions& options) {
    const auto text = read_all(context, options.file);
    // Here a mistake has the file's own name and line; the server sees only a text.
    if (options.file != "-") static_cast<void>(standin::check_seeds({{options.file}}, context.environment));
    const auto target = "/_tandem/seed?existing=" + options.existing + (options.plan ? "&plan=yes" : "") +
                        "&name=" + document_name(options);
    print_steps(context, json::parse(send(context, options, "POST", target, text)));
}

void export_seed(CommandContext& context, const StateOptions& options) {
    const std::string target{options.no_material ? "/_tandem/seed?material=no" : "/_tandem/seed"};
    context.out << send(context, options, "GET", target) << std::flush;
}

// ---- reset, savepoints, snapshots ----

void reset(CommandContext& context, const StateOptions& options) {
    print_steps(context, ask_state(context, options, "POST", "/_tandem/reset?to=" + options.to));
}

std::string savepoint_path(const StateOptions& options) {
    const bool plain = std::ranges::all_of(
        options.name, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; });
    if (options.name.empty() || !plain)
        throw UserError{UserError::usage, "a savepoint's name has letters, digits, '.', '_' and '-'"};
    return "/_tandem/savepoints/" + options.name;
}

void make_savepoint(CommandContext& context, const StateOptions& options) {
    const auto answer = ask_state(context, options, "POST", savepoint_path(options));
    context.out << "savepoint " << options.name << ": " << answer.at("keys") << " keys" << std::endl;
}
void restore_savepoint(CommandContext& context, const StateOptions& options) {
    print_steps(context, ask_state(context, options, "POST", savepoint_path(options) + "/restore"));
}
void remove_savepoint(CommandContext& context, const StateOptions& options) {
    ask_state(context, options, "DELETE", savepoint_path(options));
    context.err << "removed " << options.name << std::endl;
}
void list_savepoints(CommandContext& context, const StateOptions& options) {
    const auto answer = ask_state(context, options, "GET", "/_tandem/savepoints");
    for (const auto& each : answer.at("savepoints"))
        context.out << each.at("name").get<std::string>() << "  " << each.at("keys") << " keys\n";
}

void save_snapshot(CommandContext& context, const StateOptions& options) {
    const auto text = send(context, options, "GET", "/_tandem/snapshot");
    if (options.file == "-") {
        context.out << text << std::flush;
        return;
    }
    // The process's umask makes it readable by its owner alone: it holds key material.
    std::ofstream stream{options.file, std::ios::binary | std::ios::trunc};
    stream << text;
    if (!stream.flush()) throw UserError{UserError::failed, "cannot write " + options.file};
    context.err << "wrote " << options.file << " (it holds key material)" << std::endl;
}
void restore_snapshot(CommandContext& context, const StateOptions& options) {
    const auto text = read_all(context, options.file);
    const auto target = "/_tandem/snapshot?name=" + document_name(options);
    print_steps(context, json::parse(send(context, options, "PUT", target, text)));
}

// ---- clock ----

void print_clock(CommandContext& context, const json& answer) {
    constexpr double kSecondsOfDay = 86'400;
    const auto seconds = answer.at("offset_seconds").get<double>();
    context.out << answer.at("now").get<std::string>() << "  " << std::fixed << std::setprecision(2)
                << seconds / kSecondsOfDay << " days from real time" << std::endl;
}
void show_clock(CommandContext& context, const StateOptions& options) {
    print_clock(context, ask_state(context, options, "GET", "/_tandem/clock"));
}
void advance_clock(CommandContext& context, const StateOptions& options) {
    if (!app::parse_span(options.span))
        throw UserError{UserError::usage, "\"" + options.span + "\" is not a span of time such as 400d or 1d12h"};
    print_clock(context, ask_state(context, options, "POST", "/_tandem/clock", {{"advance", options.span}}));
}
void set_clock(CommandContext& context, const StateOptions& options) {
    if (!app::parse_date(options.span))
        throw UserError{UserError::usage,
                        "\"" + options.span + "\" is not a date such as 2030-01-01 or 2030-01-01T12:00:00Z"};
    print_clock(context, ask_state(context, options, "POST", "/_tandem/clock", {{"set", options.span}}));
}
void reset_clock(CommandContext& context, const StateOptions& options) {
    print_clock(context, ask_state(context, options, "DELETE", "/_tandem/clock"));
}

// The server's view of its own clock, and what it destroys by it.
void print_clock_status(CommandContext& context, const json& answer) {
    const auto number = [&answer](const char* name) { return answer.at(name).get<double>(); };
    context.out << "clock        " << answer.at("now").get<std::string>() << ", ";
    if (number("settles_in_seconds") > 0)
        context.out << "stable in " << std::fixed << std::setprecision(0) << number("settles_in_seconds") << " s";
    else
        context.out << "stable";
    context.out << "; " << answer.at("jumps") << " jumps since the start, " << std::fixed << std::setprecision(0)
                << number("jumped_seconds") << " s in sum since it was accepted\n";
    if (answer.at("held").get<bool>())
        context.out << "destruction  on hold since " << answer.at("since").get<std::string>() << ": "
                    << answer.at("reason").get<std::string>() << "; `tandem clock accept` when the clock is right\n";
    else
        context.out << "destruction  by date, once the clock is stable\n";
    context.out << "due          " << answer.at("due_keys") << " keys" << std::endl;
}
void show_clock_status(CommandContext& context, const StateOptions& options) {
    print_clock_status(context, ask_state(context, options, "GET", "/_tandem/clock/status"));
}
void accept_clock(CommandContext& context, const StateOptions& options) {
    print_clock_status(context, ask_state(context, options, "POST", "/_tandem/clock/accept"));
}

// ---- the tree ----

using Options = std::shared_ptr<StateOptions>;

void add_seed(CLI::App& app, CommandContext& context, const Options& options) {
    auto* seed = add_command(app, "seed", "Keys, credentials and tenants to begin with",
                             "  tandem seed check seed.yaml\n  tandem seed apply seed.yaml --plan\n"
                             "  tandem seed export > seed.json");
    seed->require_subcommand(1);
    auto* check = add_command(*seed, "check", "Say what is wrong in seeds, with its place",
                              "  tandem seed check seed.yaml more/");
    check->add_option("FILE", options->files, "Files or directories; - is standard input")->required();
    check->callback([options, &context] { check_seed(context, *options); });
    auto* apply =
        add_client_verb(*seed, context, options, "apply", "Bring a server in line with a seed",
                        "  tandem seed apply seed.yaml --plan\n  tandem seed apply seed.yaml", apply_seed_file);
    apply->add_option("FILE", options->file, "The seed; - is standard input")->required();
    apply->add_flag("--plan", options->plan, "Only show what would change");
    apply
        ->add_option("--existing", options->existing,
                     "Keys that are there already: update (default; not their material), keep, replace")
        ->check(CLI::IsMember({"update", "keep", "replace"}));
    add_client_verb(*seed, context, options, "export", "Print all that a server holds as a seed",
                    "  tandem seed export --no-material", export_seed)
        ->add_flag("--no-material", options->no_material, "Without key material and secrets");
}

void add_savepoints(CLI::App& app, CommandContext& context, const Options& options) {
    auto* savepoint = add_command(app, "savepoint", "Named states to come back to",
                                  "  tandem savepoint make before\n  tandem savepoint restore before");
    savepoint->require_subcommand(1);
    const auto add = [&](const char* name, const char* summary, void (*run)(CommandContext&, const StateOptions&)) {
        add_client_verb(*savepoint, context, options, name, summary,
                        std::string{"  tandem savepoint "} + name + " before", run)
            ->add_option("NAME", options->name, "Letters, digits, '.', '_' and '-'")
            ->required();
    };
    add("make", "Remember the state under a name", make_savepoint);
    add("restore", "Go back to it", restore_savepoint);
    add("remove", "Forget it", remove_savepoint);
    add_client_verb(*savepoint, context, options, "list", "Show all", "  tandem savepoint list", list_savepoints);
}

void add_snapshots(CLI::App& app, CommandContext& context, const Options& options) {
    auto* snapshot = add_command(app, "snapshot", "The whole state in one file, which is a seed as well",
                                 "  tandem snapshot save state.json\n  tandem snapshot restore state.json");
    snapshot->require_subcommand(1);
    add_client_verb(*snapshot, context, options, "save", "Write it", "  tandem snapshot save state.json", save_snapshot)
        ->add_option("FILE", options->file, "Where to; - is standard output")
        ->required();
    add_client_verb(*snapshot, context, options, "restore", "Put it in the place of all that is there",
                    "  tandem snapshot restore state.json", restore_snapshot)
        ->add_option("FILE", options->file, "What `save` wrote; - is standard input")
        ->required();
}

void add_clock(CLI::App& app, CommandContext& context, const Options& options) {
    auto* clock = add_command(app, "clock", "The time by which keys are deleted and tokens expire",
                              "  tandem clock advance 400d\n  tandem clock reset\n  tandem clock status");
    clock->require_subcommand(1);
    add_client_verb(*clock, context, options, "show", "Show it", "  tandem clock show", show_clock);
    add_client_verb(*clock, context, options, "advance", "Move it on; what falls due happens",
                    "  tandem clock advance 400d\n  tandem clock advance 1d12h", advance_clock)
        ->add_option("SPAN", options->span, "Such as 400d, 12h or 90m")
        ->required();
    add_client_verb(*clock, context, options, "set", "Move it to a date", "  tandem clock set 2030-01-01", set_clock)
        ->add_option("DATE", options->span, "2030-01-01 or 2030-01-01T12:00:00Z")
        ->required();
    add_client_verb(*clock, context, options, "reset", "Back to real time", "  tandem clock reset", reset_clock);
    add_client_verb(*clock, context, options, "status", "Whether the clock is stable, and destruction on hold",
                    "  tandem clock status --server unix:/var/lib/tandem/admin.sock", show_clock_status);
    add_client_verb(*clock, context, options, "accept", "The clock is right: destroy by date again",
                    "  tandem clock accept --server unix:/var/lib/tandem/admin.sock", accept_clock);
}

}  // namespace

void add_state_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<StateOptions>();
    add_seed(app, context, options);
    add_client_verb(app, context, options, "reset", "Back to the seed: keys, credentials, tenants, clock, faults",
                    "  tandem reset\n  tandem reset --to empty", reset)
        ->add_option("--to", options->to, "seed (default) or empty")
        ->check(CLI::IsMember({"seed", "empty"}));
    add_savepoints(app, context, options);
    add_snapshots(app, context, options);
    add_clock(app, context, options);
}

}  // namespace tandem::cli
