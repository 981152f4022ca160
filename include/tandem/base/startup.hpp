#pragma once
// Failures of start-up and configuration are exceptions: they end the process with one clear line.

#include <stdexcept>
#include <string>

namespace tandem {

// Exit codes that scripts may rely on (docs/cli.md).
enum class ExitCode : int {
    success = 0,
    failed = 1,
    usage = 2,
    bad_configuration = 3,
    cannot_connect = 4,
    denied = 5,
    not_found = 6,
    conflict = 7,
    server_error = 8,
    integrity = 9,
    storage = 74,  // EX_IOERR of sysexits.h
    temporary = 75,
    unsafe = 78,
};

class StartupError : public std::runtime_error {
  public:
    StartupError(ExitCode code, const std::string& line) : std::runtime_error(line), code_(code) {}
    [[nodiscard]] ExitCode code() const noexcept { return code_; }

  private:
    ExitCode code_;
};

}  // namespace tandem
