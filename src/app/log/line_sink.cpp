#include "tandem/app/line_sink.hpp"

#include "tandem/base/user_error.hpp"

#include <climits>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem::app {
namespace {

int open_for_appending(const std::filesystem::path& file) noexcept {
    return ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

bool write_all(int descriptor, std::string_view text) noexcept {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

StderrSink::StderrSink() noexcept {
    struct stat facts{};
    may_block_ = ::fstat(STDERR_FILENO, &facts) != 0 || !S_ISREG(facts.st_mode);
}

bool StderrSink::write(std::string_view text) noexcept {
    constexpr int kPatienceMilliseconds = 100;
    const std::scoped_lock lock{mutex_};
    if (!may_block_) return write_all(STDERR_FILENO, text);
    while (!text.empty()) {
        pollfd writable{STDERR_FILENO, POLLOUT, 0};
        const int ready = ::poll(&writable, 1, kPatienceMilliseconds);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        // A pipe that is writable takes PIPE_BUF bytes without blocking.
        const auto written = ::write(STDERR_FILENO, text.data(), text.size() < PIPE_BUF ? text.size() : PIPE_BUF);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

FileSink::FileSink(std::filesystem::path file) : file_(std::move(file)), descriptor_(open_for_appending(file_)) {
    if (descriptor_ < 0)
        throw UserError{UserError::configuration,
                        {.place = "audit.file", .text = "cannot open " + file_.string() + ": " + std::strerror(errno)}};
}

FileSink::~FileSink() { ::close(descriptor_); }

bool FileSink::write(std::string_view text) noexcept { return write_all(descriptor_, text); }

void FileSink::reopen() noexcept {
    const int descriptor = open_for_appending(file_);
    if (descriptor < 0) return;
    ::close(descriptor_);
    descriptor_ = descriptor;
}

}  // namespace tandem::app
