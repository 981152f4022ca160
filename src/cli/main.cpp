// The process: everything that is one a process and not one a server is set here and nowhere else.

#include "tandem/app/environment.hpp"

#include "command_line.hpp"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using tandem::cli::Process;

// A standard descriptor that whoever starts us has closed would become the database, or a client's socket, and what is
// said on it would go there. Open ones stay as they are. What goes to a closed output fails, as it always did; log
// lines on a closed stderr go nowhere.
void open_standard_descriptors() {
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(standard, F_GETFD) >= 0) continue;
        const int access = standard == STDERR_FILENO ? O_WRONLY : O_RDONLY;
        // The lowest free one is this one. A root directory without devices has itself at least.
        if (::open("/dev/null", access) != standard && ::open("/", O_RDONLY | O_DIRECTORY) != standard) std::abort();
    }
}

// No core dumps and no tracing by others, since memory holds keys; nothing that we make is for group or world; as many
// connections as the machine allows.
void harden_process() {
    ::umask(077);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    std::signal(SIGPIPE, SIG_IGN);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

// Signals and a parent's end as events, read by the main thread alone.
class LinuxProcess final : public Process {
  public:
    bool begin_events(std::optional<pid_t> parent) override {
        sigset_t signals;
        sigemptyset(&signals);
        for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
        ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        watched_[0] = {::signalfd(-1, &signals, SFD_CLOEXEC), POLLIN, 0};
        watched_[1] = {-1, POLLIN, 0};
        watched_[2] = {::eventfd(0, EFD_CLOEXEC), POLLIN, 0};
        if (!parent) return true;
        watched_[1].fd = static_cast<int>(::syscall(SYS_pidfd_open, *parent, 0));
        return watched_[1].fd >= 0 && !has_ended();
    }

    Event wait() override {
        for (;;) {
            if (::poll(watched_.data(), watched_.size(), -1) < 0) continue;
            if (watched_[2].revents != 0) return Event::failure;
            if (watched_[1].revents != 0) return Event::stop;
            signalfd_siginfo signal{};
            if (::read(watched_[0].fd, &signal, sizeof signal) != sizeof signal) continue;
            return signal.ssi_signo == SIGHUP ? Event::reload : Event::stop;
        }
    }

    void report_failure() noexcept override {
        const std::uint64_t one = 1;
        (void)!::write(watched_[2].fd, &one, sizeof one);
    }

    bool reader_is_gone() override {
        pollfd output{STDOUT_FILENO, 0, 0};
        return ::poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0;
    }

  private:
    // A process that has ended and waits for its own parent is gone, too.
    bool has_ended() {
        pollfd parent = watched_[1];
        return ::poll(&parent, 1, 0) > 0;
    }

    std::array<pollfd, 3> watched_{};  // signals, the parent's end, a failure
};

}  // namespace

int main(int argc, char** argv) {
    open_standard_descriptors();
    harden_process();
    LinuxProcess process;
    const auto environment = tandem::app::process_environment();
    tandem::cli::CommandContext context{std::cin, std::cout, std::cerr, environment, process};
    return tandem::cli::run_command_line({argv + (argc > 0 ? 1 : 0), argv + argc}, context);
}
