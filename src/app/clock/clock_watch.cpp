#include "clock_watch.hpp"

#include "tandem/base/ids.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>

namespace tandem::app {
namespace {

Milliseconds boot_time() noexcept {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<Milliseconds>(std::chrono::seconds{time.tv_sec} +
                                                    std::chrono::nanoseconds{time.tv_nsec});
}

}  // namespace

ClockReading read_clocks() noexcept {
    // A thread that was stopped between the two readings would see a jump that was none.
    constexpr Milliseconds kClose{50};
    constexpr int kTries = 100;
    ClockReading reading{};
    for (int i = 0; i < kTries; ++i) {
        const Milliseconds before = boot_time();
        reading.wall = SystemClock{}.real_now();
        reading.boot = boot_time();
        if (reading.boot - before <= kClose) break;
    }
    return reading;
}

BootId read_boot_id() noexcept {
    std::string text;
    std::ifstream{"/proc/sys/kernel/random/boot_id"} >> text;
    const auto id = Id128<struct BootIdTag>::parse(text);
    return id ? id->bytes : BootId{};
}

ClockWatch::ClockWatch(const ClockReading& now, const BootId& boot_id, bool settled) noexcept
    : boot_id_(boot_id),
      last_(now),
      lead_(now.wall.time_since_epoch() - now.boot),
      unsettled_since_(settled ? now.boot - kSettling : now.boot) {}

std::optional<Milliseconds> ClockWatch::remember(const ClockMemory& memory, const ClockReading& now) noexcept {
    jumped_ = memory.jumped;
    const bool same_boot = boot_id_ != BootId{} && boot_id_ == memory.boot_id && memory.boot <= now.boot;
    if (same_boot) lead_ = memory.lead;
    return look(now);
}

std::optional<Milliseconds> ClockWatch::look(const ClockReading& now) noexcept {
    last_ = now;
    const Milliseconds jump = now.wall.time_since_epoch() - now.boot - lead_;
    if (std::chrono::abs(jump) <= kJump) return std::nullopt;
    lead_ += jump;
    unsettled_since_ = now.boot;
    jumped_ += std::chrono::abs(jump);
    ++jumps_;
    return jump;
}

Milliseconds ClockWatch::settled_in() const noexcept {
    return std::max(Milliseconds{0}, unsettled_since_ + kSettling - last_.boot);
}

}  // namespace tandem::app
