#include "run_server.hpp"

#include "tandem/base/startup.hpp"

#include <fstream>
#include <ostream>

namespace tandem::app {
namespace {

void write_port_file(const std::filesystem::path& file, std::uint16_t port) {
    auto temporary = file;
    temporary += ".new";
    std::ofstream stream{temporary, std::ios::trunc};
    stream << port << '\n';
    stream.close();
    std::error_code error;
    if (stream) std::filesystem::rename(temporary, file, error);
    if (!stream || error) throw StartupError{ExitCode::failed, "cannot write the port file " + file.string()};
}

}  // namespace

void add_run_options(CLI::App& command, RunOptions& options) {
    command.add_option("--port-file", options.port_file, "Write the port there when ready");
    command.add_option("--parent-pid", options.parent, "End when this process is gone");
    command.add_option("--threads", options.threads, "I/O threads (default: one a processor)")
        ->check(CLI::Range(1, 1024));
    command.add_option("--set", options.overrides, "section.key=value, as in docs/configuration.md; may be repeated")
        ->allow_extra_args(false);
}

void run_server(CommandContext& context, const RunOptions& options, const std::function<Config()>& read,
                const std::function<void(Application&)>& introduce) {
    if (!context.process.begin_events(options.parent)) {
        context.err << "tandem: the parent process is gone" << std::endl;
        return;
    }
    Application application{read()};
    application.start();
    introduce(application);
    if (!options.port_file.empty()) write_port_file(options.port_file, application.port());
    context.out << "Ready." << std::endl;
    while (context.process.wait() == Process::Event::reload) application.reload();
    application.stop();
}

}  // namespace tandem::app
