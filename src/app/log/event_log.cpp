#include "event_log.hpp"

#include "tandem/app/dates.hpp"

#include <nlohmann/json.hpp>

namespace tandem::app {
namespace {

std::string audit_line(const Event& event, TimePoint now) {
    nlohmann::ordered_json line{{"time", format_date(now)}, {"event", event.event}};
    const auto add = [&line](const char* name, std::string_view value) {
        if (!value.empty()) line[name] = value;
    };
    add("object", event.object);
    if (event.tenant) add("tenant", event.tenant->text());
    if (event.key) add("key", event.key->text());
    add("id", event.id);
    if (event.date) add("date", format_date(*event.date));
    add("reason", event.reason);
    return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace

EventLog::EventLog(spdlog::logger& log, const std::filesystem::path& audit_file) : log_(log) {
    if (!audit_file.empty()) audit_.emplace(audit_file);
}

void EventLog::record(std::span<const Event> events) {
    const std::scoped_lock lock{mutex_};
    if (audit_) {
        const TimePoint now = SystemClock{}.real_now();
        std::string lines;
        for (const Event& event : events) lines += audit_line(event, now);
        if (!audit_->write(lines))
            log_.error("the audit file did not take {} lines about what happened", events.size());
    }
    for (const Event& event : events) log_.log(event.level, "{}", event.message);
}

void EventLog::reopen_audit_file() {
    const std::scoped_lock lock{mutex_};
    if (audit_) audit_->reopen();
}

}  // namespace tandem::app
