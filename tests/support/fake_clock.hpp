#pragma once
// A clock that stands still until a test moves it. Thread-safe.

#include "tandem/base/clock.hpp"

#include <atomic>
#include <chrono>

namespace tandem::test {

class FakeClock final : public Clock {
  public:
    static constexpr TimePoint kStart =
        std::chrono::sys_days{std::chrono::year{2025} / 6 / 15} + std::chrono::hours{12};

    explicit FakeClock(TimePoint start = kStart) noexcept : now_(start), real_now_(start) {}

    [[nodiscard]] TimePoint now() const noexcept override { return now_.load(); }
    [[nodiscard]] TimePoint real_now() const noexcept override { return real_now_.load(); }

    void advance(Milliseconds by) noexcept { now_ = now_.load() + by; }                 // life cycles
    void advance_real(Milliseconds by) noexcept { real_now_ = real_now_.load() + by; }  // signature windows

  private:
    std::atomic<TimePoint> now_;
    std::atomic<TimePoint> real_now_;
};

}  // namespace tandem::test
