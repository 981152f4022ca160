#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/standin/stand_in.hpp"

#include "banner.hpp"
#include "run_server.hpp"

#include <boost/asio/ip/address.hpp>

#include <filesystem>
#include <istream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace tandem::cli {
namespace {

struct DevOptions {
    app::DevelopmentChoices choices;
    std::vector<std::string> seeds;
    std::string clock;
    RunOptions run;
    bool allow_public = false;
};

// Docker, podman, and what systemd, podman and our own image set for their containers.
bool in_container(const app::Environment& environment) {
    std::error_code error;
    return std::filesystem::exists("/.dockerenv", error) || std::filesystem::exists("/run/.containerenv", error) ||
           environment.contains("container");
}

// Seeds that are mounted there are meant, unless others are named.
void add_mounted_seeds(app::StandInConfig& stand_in, bool container) {
    const std::filesystem::path folder{"/etc/tandem/seed.d"};
    std::error_code error;
    if (container && stand_in.seeds.empty() && std::filesystem::is_directory(folder, error))
        stand_in.seeds.push_back(folder);
}

bool is_loopback(const std::string& host) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (error) throw UserError{UserError::usage, {.place = "--host", .text = "\"" + host + "\" is not an IP address"}};
    return address.is_loopback();
}

// The published credential must not be reachable from elsewhere by accident. A container's own network is what its
// ports are published from, so there every address is meant.
bool choose_host(DevOptions& options, bool container) {
    auto& host = options.choices.host;
    if (host == "localhost") host.clear();
    if (host.empty() && container && options.choices.port != 0) {
        host = "0.0.0.0";
        return true;
    }
    if (host.empty() || is_loopback(host)) return false;
    if (!container && !options.allow_public)
        throw UserError{UserError::unsafe,
                        {.text = "--host " + host + " would offer the published credential to others",
                         .remedy = "add --allow-public-dev if that is meant, or use `tandem serve`"}};
    return true;
}

app::Config read_configuration(const DevOptions& options, CommandContext& context, bool container) {
    auto config = app::read_development_config(options.choices, context.environment, options.run.overrides);
    for (const auto& seed : options.seeds) {
        if (seed == "-")
            config.stand_in.seed_texts.push_back({"standard input", {std::istreambuf_iterator<char>{context.in}, {}}});
        else
            config.stand_in.seeds.emplace_back(seed);
    }
    add_mounted_seeds(config.stand_in, container);
    if (!options.clock.empty()) config.stand_in.clock = options.clock;
    return config;
}

}  // namespace

void add_dev_command(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<DevOptions>();
    auto* command = add_command(app, "dev", "Run a server to develop against: published credential, nothing to set up",
                                "  tandem dev                          # in memory, on port 8990\n"
                                "  tandem dev --data ./kms-data        # keeps its keys\n"
                                "  tandem dev --port 0 --port-file p   # any free port, written to the file p\n"
                                "  tandem dev --seed seed.yaml         # with keys to begin with\n"
                                "  TANDEM_LIMITS__RATE=off tandem dev  # without the clouds' rate limits");
    command->add_option("--data", options->choices.data, "Keep keys in DIR/tandem.db (default: in memory)")
        ->check([](const std::string& text) { return text.empty() ? std::string{"a directory is needed"} : ""; });
    command->add_option("--config", options->choices.file, "Configuration file (YAML); see docs/configuration.md");
    command->add_option("--port", options->choices.port, "Port (default 8990); 0 is any free one, on 127.0.0.1 alone");
    command->add_option("--host", options->choices.host, "Address to listen on (default: 127.0.0.1 and ::1)");
    command->add_option("--seed", options->seeds, "Keys to begin with: a file, a directory, or - for standard input")
        ->allow_extra_args(false);
    command->add_option("--clock", options->clock, "Begin at this time: +400d, or a date");
    command->add_flag("--allow-public-dev", options->allow_public, "Let --host be an address that others can reach");
    command->add_flag("--impersonate", options->choices.impersonate,
                      "Answer to the vendors' host names as well, on port 443; see docs/impersonate.md");
    command->add_option("--impersonate-port", options->choices.impersonate_port,
                        "Another port for that; 0 is any free one");
    command->add_option("--faults", options->choices.faults, "File of fault rules (docs/faults.md); may be repeated")
        ->allow_extra_args(false);
    add_run_options(*command, options->run);
    command->callback([options, &context] {
        const bool container = in_container(context.environment);
        const bool open_to_others = choose_host(*options, container);
        options->choices.threads = options->run.threads;
        run_server(
            context, options->run, [&] { return read_configuration(*options, context, container); },
            standin::make_stand_in(),
            [&](app::Application& application) { print_banner(context.out, application, open_to_others, container); });
    });
}

}  // namespace tandem::cli
