#pragma once
// The variables that a server or a command was started with.

#include <functional>
#include <map>
#include <string>

namespace tandem::app {

// Variables as of the start of the process, or as a test wants them. Empty ones count as absent: compose files and CI
// services set what they have no value for.
using Environment = std::map<std::string, std::string, std::less<>>;
// Before any thread is started that could change them.
Environment process_environment();

}  // namespace tandem::app
