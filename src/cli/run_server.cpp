#include "run_server.hpp"

#include "tandem/app/line_sink.hpp"
#include "tandem/base/user_error.hpp"

#include "exit_code.hpp"

#include <chrono>
#include <fstream>
#include <future>
#include <optional>
#include <ostream>
#include <thread>
#include <unistd.h>
#include <utility>

namespace tandem::cli {
namespace {

// Opened before the server starts, so that a path which cannot be written ends it before anything is said or done.
class PortFile {
  public:
    explicit PortFile(std::filesystem::path file) : file_(std::move(file)), temporary_(file_) {
        if (file_.empty()) return;
        temporary_ += ".new";
        stream_.open(temporary_, std::ios::trunc);
        if (!stream_) refuse();
    }

    void write(std::uint16_t port) {
        if (file_.empty()) return;
        stream_ << port << '\n';
        stream_.close();
        std::error_code error;
        if (stream_) std::filesystem::rename(temporary_, file_, error);
        if (!stream_ || error) refuse();
    }

  private:
    [[noreturn]] void refuse() const {
        throw UserError{
            UserError::failed,
            {.text = "cannot write the port file " + file_.string(), .remedy = "does its directory exist?"}};
    }

    std::filesystem::path file_, temporary_;
    std::ofstream stream_;
};

// The time that running requests have to end, and after it that of whatever hangs, such as a disk that does not answer.
constexpr std::chrono::seconds kGrace{5};
constexpr std::chrono::seconds kLastResort{3};

// Ends the process when its orderly end takes too long. What was acknowledged is on the disk; log lines are written as
// they come.
class LastResort {
  public:
    explicit LastResort(std::chrono::milliseconds after) : thread_{[this, after] { wait(after); }} {}
    ~LastResort() {
        over_.set_value();
        thread_.join();
    }
    LastResort(const LastResort&) = delete;
    LastResort& operator=(const LastResort&) = delete;

  private:
    void wait(std::chrono::milliseconds after) {
        if (over_.get_future().wait_for(after) == std::future_status::ready) return;
        (void)app::StderrSink{}.write("tandem: ended without waiting any longer for work that does not end\n");
        ::_exit(exit_code_of(UserError::failed));
    }

    std::promise<void> over_;
    std::thread thread_;
};

}  // namespace

void add_run_options(CLI::App& command, RunOptions& options) {
    command.add_option("--port-file", options.port_file, "Write the port there when ready");
    command.add_option("--parent-pid", options.parent, "End when this process is gone");
    command.add_option("--threads", options.threads, "I/O threads (default: one a processor)")
        ->check(CLI::Range(1, 1024));
    command.add_option("--public-host", options.public_hosts, "Another name that leads here; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--set", options.overrides, "section.key=value, as in docs/configuration.md; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--accept-rollback", options.accept_rollback,
                       "Go on with a database that is older than it was, or was edited, if its epoch is this");
}

void run_server(CommandContext& context, const RunOptions& options, const std::function<app::Config()>& read,
                std::unique_ptr<app::Development> development,
                const std::function<void(app::Application&)>& introduce) {
    if (!context.process.begin_events(options.parent)) {
        context.err << "tandem: the parent process is gone" << std::endl;
        return;
    }
    PortFile port_file{options.port_file};
    std::optional<LastResort> last_resort;  // outlives what may hang in its destructor
    app::Config config = read();
    config.storage.accept_rollback = options.accept_rollback;
    auto& public_hosts = config.dialects.public_hosts;
    public_hosts.insert(public_hosts.end(), options.public_hosts.begin(), options.public_hosts.end());
    app::Application application{std::move(config), std::move(development)};
    application.on_storage_failure([&process = context.process] { process.report_failure(); });
    application.start();
    introduce(application);
    port_file.write(application.port());
    context.out << "Ready." << std::endl;
    auto event = context.process.wait();
    for (; event == Process::Event::reload; event = context.process.wait()) application.reload();
    last_resort.emplace(kGrace + kLastResort);
    application.stop(kGrace);
    // A server's words while it runs are not what it was started for.
    context.out.clear();
    if (event == Process::Event::failure) context.exit_code = exit_code_of(UserError::storage);
}

}  // namespace tandem::cli
