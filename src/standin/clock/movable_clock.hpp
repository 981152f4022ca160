#pragma once
// Time that tests move: deletion, expiry and token life follow it; signature windows keep real time.

#include "tandem/api/admin_route.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/service/destruction.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace tandem::standin {

inline constexpr Milliseconds kMostClockOffset = std::chrono::days{200 * 366};

class MovableClock final : public Clock {
  public:
    [[nodiscard]] TimePoint now() const noexcept override {
        return real_now() + Milliseconds{offset_.load(std::memory_order_relaxed)};
    }
    [[nodiscard]] TimePoint real_now() const noexcept override { return SystemClock{}.real_now(); }

    [[nodiscard]] Milliseconds offset() const noexcept { return Milliseconds{offset_.load(std::memory_order_relaxed)}; }
    void move_to(Milliseconds offset) noexcept { offset_.store(offset.count(), std::memory_order_relaxed); }
    // Moves on from where the clock is; false, and it stays, when that is further than 200 years from real time.
    bool advance(Milliseconds span) noexcept;

  private:
    std::atomic<std::int64_t> offset_{0};
};

// From real time to what a person wrote: a date, or a span ("+400d"). Throws UserError, naming `what`.
Milliseconds clock_offset_from(const std::string& text, TimePoint real_now, const std::string& what);

// GET, POST and DELETE of /_tandem/clock. What falls due by a move, and may end, does so before its answer.
std::vector<api::AdminRoute> clock_routes(MovableClock& clock, service::DestructionGate& gate);

}  // namespace tandem::standin
