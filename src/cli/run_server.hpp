#pragma once
// Running a server from its configuration to its end, for `dev` and `serve`.

#include "tandem/app/application.hpp"

#include "context.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tandem::cli {

// The switches that both commands have.
struct RunOptions {
    std::filesystem::path port_file;  // decimal port and a line end, renamed into place when the server is ready
    std::optional<pid_t> parent;      // the server ends with this process
    unsigned threads = 0;             // 0: one a processor
    std::vector<std::string> overrides;
    std::vector<std::string> public_hosts;         // beside those of the configuration
    std::optional<std::uint64_t> accept_rollback;  // the epoch of a state that would be refused
};
void add_run_options(CLI::App& command, RunOptions& options);

// Starts, lets `introduce` print what people should read, writes the port file, prints "Ready." and waits for the end.
// `read` makes the configuration; it is called once a parent that is gone is ruled out.
void run_server(CommandContext& context, const RunOptions& options, const std::function<app::Config()>& read,
                std::unique_ptr<app::Development> development, const std::function<void(app::Application&)>& introduce);

}  // namespace tandem::cli
