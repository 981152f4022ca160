#pragma once
// The server's own messages, on stderr. Requests have a log of their own (telemetry/request_log.hpp).

#include "tandem/app/config.hpp"
#include "tandem/app/line_sink.hpp"

#include <spdlog/logger.h>

#include <memory>

namespace tandem::app {

// Belongs to the application: nothing is registered globally. Logging never blocks for long, and `sink` must live as
// long as the log.
std::shared_ptr<spdlog::logger> make_operational_log(const LoggingConfig& config, StderrSink& sink);

}  // namespace tandem::app
