#include "operational_log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace tandem::app {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::debug:
            break;
    }
    return spdlog::level::debug;
}

}  // namespace

std::shared_ptr<spdlog::logger> make_operational_log(const LoggingConfig& config) {
    auto log = std::make_shared<spdlog::logger>("tandem", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    log->set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%H:%M:%S.%e %l: %v", spdlog::pattern_time_type::utc));
    log->set_level(level_of(config.level));
    return log;
}

}  // namespace tandem::app
