#pragma once
// The context that every command of the binary is given, and how each adds itself to the option tree.

#include "tandem/app/environment.hpp"

#include <CLI/App.hpp>

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <sys/types.h>

namespace tandem::cli {

// The process of a command that runs a server, for what only it can do; main() makes the real one.
class Process {
  public:
    enum class Event : unsigned char { stop, reload, failure };

    virtual ~Process() = default;
    // Before any thread is started: from here on signals are events. With a parent, its end is a stop; false when it is
    // gone already.
    virtual bool begin_events(std::optional<pid_t> parent) = 0;
    virtual Event wait() = 0;
    // Any thread: lets wait() return `failure`, now or when it is called.
    virtual void report_failure() noexcept = 0;
    // Whether standard output is a pipe that nobody reads any more; for commands that print for a long time.
    virtual bool reader_is_gone() { return false; }
};

struct CommandContext {
    std::istream& in;
    std::ostream& out;  // data
    std::ostream& err;  // messages
    const app::Environment& environment;
    Process& process;
    int exit_code = 0;            // of a command that ran to its end
    bool reader_is_gone = false;  // it ended since nobody reads its output, which is no failure

    [[nodiscard]] std::string variable(std::string_view name, std::string_view otherwise) const;
};

// Adds a subcommand. `examples` is shown first by --help.
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& summary,
                      const std::string& examples);

void add_dev_command(CLI::App& app, CommandContext& context);
void add_serve_command(CLI::App& app, CommandContext& context);
void add_init_command(CLI::App& app, CommandContext& context);
void add_tenant_commands(CLI::App& app, CommandContext& context);
void add_credential_commands(CLI::App& app, CommandContext& context);
void add_key_commands(CLI::App& app, CommandContext& context);
void add_state_commands(CLI::App& app, CommandContext& context);
void add_request_commands(CLI::App& app, CommandContext& context);
void add_ca_command(CLI::App& app, CommandContext& context);
void add_env_command(CLI::App& app, CommandContext& context);
void add_snippet_command(CLI::App& app, CommandContext& context);
void add_fault_commands(CLI::App& app, CommandContext& context);
void add_health_command(CLI::App& app, CommandContext& context);
void add_information_commands(CLI::App& app, CommandContext& context);

}  // namespace tandem::cli
