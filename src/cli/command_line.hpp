#pragma once
// The command line of the one binary. docs/cli.md describes it; exit codes are those of exit_code.hpp.

#include "context.hpp"

#include <string>
#include <vector>

namespace tandem::cli {

// Runs one command line (without the program's name) to its end and returns the exit code. Never throws: a failure is
// one line on `context.err`.
int run_command_line(const std::vector<std::string>& arguments, CommandContext& context);

}  // namespace tandem::cli
