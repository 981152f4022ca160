#pragma once
// Time is milliseconds since 1970-01-01 UTC and comes from an injected clock, which any thread may ask.

#include <chrono>

namespace tandem {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Milliseconds>;

class Clock {
  public:
    virtual ~Clock() = default;
    // The time that decides life cycles (deletion, expiry, creation dates). Tests may move it.
    [[nodiscard]] virtual TimePoint now() const noexcept = 0;
    // The time that decides signature windows. Never moved.
    [[nodiscard]] virtual TimePoint real_now() const noexcept = 0;
};

// The host's clock, for servers with real keys: both times are the same.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] TimePoint now() const noexcept override { return real_now(); }
    [[nodiscard]] TimePoint real_now() const noexcept override {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    }
};

inline std::int64_t to_milliseconds(TimePoint time) noexcept { return time.time_since_epoch().count(); }
// Whole seconds since 1970, rounded down also before it.
inline std::int64_t to_seconds(TimePoint time) noexcept {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
inline TimePoint from_milliseconds(std::int64_t value) noexcept { return TimePoint{Milliseconds{value}}; }

}  // namespace tandem
