#pragma once
// What the server says of itself, on stderr. Requests have a log of their own (request_log.hpp).

#include "tandem/app/config.hpp"

#include <spdlog/logger.h>

#include <memory>

namespace tandem::app {

// Belongs to the application: nothing is registered globally.
std::shared_ptr<spdlog::logger> make_operational_log(const LoggingConfig& config);

}  // namespace tandem::app
