#pragma once
// Events that no request asked for: a line of the operational log, and one of the audit file beside those of the
// requests (telemetry/request_log.hpp). Rare, and written before record() returns.

#include "tandem/app/line_sink.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"

#include <spdlog/logger.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tandem::app {

// The allow-list of such a line: what is not here cannot be said. What is empty is left out.
struct Event {
    std::string_view event;  // one of the words in docs/configuration.md, "Events"
    std::string message;     // a sentence for people; the operational log's line
    spdlog::level::level_enum level = spdlog::level::info;
    std::string_view object{};  // "key", "imported material", ...
    std::optional<TenantId> tenant{};
    std::optional<KeyId> key{};
    std::string id{};      // of an object that is no key
    OptionalTime date{};   // that it was due at
    std::string reason{};  // why
};

class EventLog {
  public:
    // No audit file when it is empty. Throws UserError when it cannot be opened.
    EventLog(spdlog::logger& log, const std::filesystem::path& audit_file);

    // Any thread; may wait for the disk.
    void record(std::span<const Event> events);
    void record(const Event& event) { record({&event, 1}); }
    void reopen_audit_file();

  private:
    spdlog::logger& log_;
    std::mutex mutex_;
    std::optional<FileSink> audit_;
};

}  // namespace tandem::app
