#include "tandem/app/read_config.hpp"

#include "run_server.hpp"

#include <algorithm>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

struct ServeOptions {
    std::filesystem::path config;
    RunOptions run;
};

void introduce(std::ostream& out, app::Application& application) {
    out << "tandem " << app::version() << '\n';
    const auto& config = application.config();
    const auto addresses = application.addresses();  // in the order of the configuration's listeners
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const bool admin = std::ranges::find(config.listeners[i].serve, "admin") != config.listeners[i].serve.end();
        out << "  listens on " << addresses[i] << (admin ? " (admin)\n" : "\n");
    }
    out << "  storage " << config.storage.database.string() << ", unsealed by " << config.storage.unseal_key.string()
        << '\n';
    const auto& store = application.services().store;
    const auto guard = store.read();
    const auto tenants = store.tenants();
    std::size_t keys = 0;
    for (const auto* space : store.key_spaces()) keys += store.key_count(*space);
    out << "  tenants " << tenants.size() << ", keys " << keys << '\n';
}

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<ServeOptions>();
    auto* command =
        add_command(app, "serve", "Run a real server from a configuration file",
                    "  tandem serve --config /var/lib/tandem/tandem.yaml   # `tandem init` makes the files\n"
                    "  tandem serve --config tandem.yaml --set limits.rate=off");
    command->add_option("--config", options->config, "Configuration file (YAML)")->required();
    add_run_options(*command, options->run);
    command->callback([options, &context] {
        run_server(
            context, options->run,
            [&] {
                auto config = app::read_server_config(options->config, context.environment, options->run.overrides);
                if (options->run.threads != 0) config.io_threads = options->run.threads;
                return config;
            },
            nullptr, [&](app::Application& application) { introduce(context.out, application); });
    });
}

}  // namespace tandem::cli
