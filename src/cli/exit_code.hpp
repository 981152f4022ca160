#pragma once

#include "tandem/base/user_error.hpp"

namespace tandem::cli {

// The codes that scripts may rely on (docs/cli.md).
int exit_code_of(UserError::Kind kind) noexcept;

}  // namespace tandem::cli
