#include "destruction_guard.hpp"

#include "tandem/app/dates.hpp"

#include <spdlog/fmt/fmt.h>

#include <utility>
#include <vector>

namespace tandem::app {
namespace {

using service::EndedByTime;

constexpr Milliseconds kSaveEvery = std::chrono::minutes{1};
// Reasons beyond this are not added: people read them.
constexpr std::size_t kMostReasonBytes = 1024;

double seconds(Milliseconds span) { return std::chrono::duration<double>{span}.count(); }

Event event_of(const EndedByTime& thing) {
    const bool is_key = thing.what == EndedByTime::What::key;
    Event event{.event = "destroyed", .message = {}};
    event.object = name_of(thing.what);
    event.tenant = thing.tenant;
    event.key = thing.key;
    if (thing.object) event.id = thing.object->text();
    event.date = thing.date;
    event.reason = reason_of(thing.what);
    event.message =
        fmt::format("destroyed the {} {}{} of tenant {}: {} was due {}", event.object, is_key ? "" : "of key ",
                    thing.key.text(), thing.tenant.text(), event.reason, format_date(thing.date));
    return event;
}

Event event_of(const DestructionHold& hold) {
    Event event{.event = "destruction_held", .message = {}, .level = spdlog::level::err};
    event.message = fmt::format("nothing is destroyed by its date until `tandem clock accept`: {} (since {})",
                                hold.reason, format_date(hold.since));
    event.reason = hold.reason;
    return event;
}

}  // namespace

DestructionGuard::DestructionGuard(EventLog& events, DestructionGuardOptions options)
    : events_(events),
      options_(std::move(options)),
      watch_(options_.read(), options_.boot_id, options_.settled_at_start) {
    static_assert(static_cast<std::size_t>(EndedByTime::What::data_key) + 1 == TimeFigures::kKinds);
    if (options_.file.empty()) return;
    const std::scoped_lock lock{mutex_};
    compare_with(read_clock_file(options_.file));
    save();
}

void DestructionGuard::compare_with(const std::optional<ClockFile>& before) {
    const std::uint64_t epoch = options_.epoch();
    if (!before) {
        if (epoch > 0) add_hold("nothing is remembered of the clock beside this database: it was restored or moved");
        return;
    }
    hold_ = before->hold;
    if (hold_) events_.record(event_of(*hold_));
    if (const auto jump = watch_.remember(before->clock, options_.read())) notice(*jump);
    const Milliseconds absence = watch_.last().wall - before->clock.seen;
    if (absence > ClockWatch::kMostAbsence)
        add_hold(fmt::format("by the clock the server was off for {:.1f} hours", seconds(absence) / 3600));
    if (epoch < before->epoch)
        add_hold(fmt::format("the database is of epoch {}, older than the {} that this server saw: it was restored",
                             epoch, before->epoch));
}

TimePoint DestructionGuard::look() {
    if (const auto jump = watch_.look(options_.read())) notice(*jump);
    return watch_.last().wall;
}

void DestructionGuard::notice(Milliseconds jump) {
    is_saved_ = false;
    Event event{.event = "clock_jumped", .message = {}, .level = spdlog::level::warn};
    event.reason = fmt::format("{:+.3f} seconds", seconds(jump));
    event.message = fmt::format(
        "the wall clock jumped by {}; nothing is destroyed by its date before a minute without a jump", event.reason);
    events_.record(event);
    // Once: the status shows how far it went since.
    if (watch_.jumped() > ClockWatch::kMostJumped && !hold_)
        add_hold(fmt::format("the wall clock jumped by {:.0f} seconds in sum", seconds(watch_.jumped())));
}

void DestructionGuard::add_hold(std::string_view reason) {
    if (options_.file.empty()) return;
    if (!hold_) hold_ = DestructionHold{{}, watch_.last().wall};
    const bool is_told = hold_->reason.find(reason) != std::string::npos;
    if (is_told || hold_->reason.size() + reason.size() > kMostReasonBytes) return;
    if (!hold_->reason.empty()) hold_->reason += "; ";
    hold_->reason += reason;
    is_saved_ = false;
    events_.record(event_of(*hold_));
}

bool DestructionGuard::save() {
    is_saved_ = write_clock_file(options_.file, {watch_.memory(), options_.epoch(), hold_});
    saved_at_ = watch_.last().boot;
    return is_saved_;
}

bool DestructionGuard::may_end(TimePoint date) {
    const std::scoped_lock lock{mutex_};
    const TimePoint wall = look();
    const Milliseconds offset = options_.offset();
    if (date > wall + offset) return false;
    if (options_.file.empty() || offset != Milliseconds{0}) return true;
    return watch_.is_settled() && !hold_;
}

void DestructionGuard::ended(std::span<const EndedByTime> things) {
    std::vector<Event> events;
    events.reserve(things.size());
    for (const EndedByTime& thing : things) {
        events.push_back(event_of(thing));
        ended_[static_cast<std::size_t>(thing.what)].fetch_add(1, std::memory_order_relaxed);
    }
    events_.record(events);
}

void DestructionGuard::hold(std::string_view reason) {
    const std::scoped_lock lock{mutex_};
    look();
    add_hold(reason);
    if (!options_.file.empty()) save();
}

Result<void> DestructionGuard::accept() {
    const std::scoped_lock lock{mutex_};
    look();
    const auto held = std::exchange(hold_, std::nullopt);
    const ClockWatch before = watch_;
    watch_.accept();
    if (!options_.file.empty() && !save()) {
        hold_ = held;
        watch_ = before;
        return fail(ErrorCode::store_unavailable, {}, "the clock's file cannot be written");
    }
    Event event{.event = "clock_accepted",
                .message = "the clock was accepted: what is past its date is destroyed again"};
    if (held) event.reason = held->reason;
    events_.record(event);
    return {};
}

void DestructionGuard::tick() {
    const std::scoped_lock lock{mutex_};
    look();
    if (options_.file.empty()) return;
    if (!is_saved_ || watch_.last().boot - saved_at_ >= kSaveEvery) save();
}

DestructionGuard::Status DestructionGuard::status() {
    const std::scoped_lock lock{mutex_};
    const TimePoint wall = look();
    return {wall, hold_, watch_.settled_in(), watch_.jumps(), watch_.jumped()};
}

TimeFigures DestructionGuard::figures() {
    TimeFigures figures;
    {
        const std::scoped_lock lock{mutex_};
        figures.jumps = watch_.jumps();
        figures.jumped_seconds = seconds(watch_.jumped());
        figures.held = hold_.has_value();
    }
    for (std::size_t i = 0; i < figures.ended.size(); ++i) figures.ended[i] = ended_[i].load(std::memory_order_relaxed);
    return figures;
}

}  // namespace tandem::app
