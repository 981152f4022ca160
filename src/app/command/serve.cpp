#include "../config/read_config.hpp"
#include "run_server.hpp"

#include <memory>
#include <ostream>

namespace tandem::app {
namespace {

struct ServeOptions {
    std::filesystem::path config;
    RunOptions run;
};

void introduce(std::ostream& out, Application& application) {
    out << "tandem " << version() << '\n';
    for (const auto& address : application.addresses()) out << "  listens on " << address << '\n';
}

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<ServeOptions>();
    auto* command = add_command(app, "serve", "Run a real server from a configuration file",
                                "  tandem init --dir /var/lib/tandem                   # makes the files\n"
                                "  tandem serve --config /var/lib/tandem/tandem.yaml\n"
                                "  tandem serve --config tandem.yaml --set limits.rate=off");
    command->add_option("--config", options->config, "Configuration file (YAML)")->required();
    add_run_options(*command, options->run);
    command->callback([options, &context] {
        run_server(
            context, options->run,
            [&] {
                auto config = read_server_config(options->config, context.environment, options->run.overrides);
                if (options->run.threads != 0) config.io_threads = options->run.threads;
                return config;
            },
            [&](Application& application) { introduce(context.out, application); });
    });
}

}  // namespace tandem::app
