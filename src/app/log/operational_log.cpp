#include "operational_log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <mutex>

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

// spdlog's own sink waits for a reader who may never come.
class DroppingSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit DroppingSink(StderrSink& to) : to_(to) {}

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        static_cast<void>(to_.write({line.data(), line.size()}));
    }
    void flush_() override {}

  private:
    StderrSink& to_;
};

}  // namespace

std::shared_ptr<spdlog::logger> make_operational_log(const LoggingConfig& config, StderrSink& sink) {
    auto log = std::make_shared<spdlog::logger>("tandem", std::make_shared<DroppingSink>(sink));
    log->set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%H:%M:%S.%e %l: %v", spdlog::pattern_time_type::utc));
    log->set_level(level_of(config.level));
    return log;
}

}  // namespace tandem::app
