#pragma once
// Configuration of a server inside a test process.

#include "tandem/app/config.hpp"

#include <filesystem>

namespace tandem::app {

// Development mode on a free port of 127.0.0.1, with few threads. The environment of the process is not read: a test
// must not change with the shell that it is run from. An empty directory means in memory. Throws UserError.
Config test_config(const std::filesystem::path& data_directory, bool vendor_rates);

}  // namespace tandem::app
