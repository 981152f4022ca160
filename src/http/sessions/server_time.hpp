#pragma once
// The time as an I/O thread sees it: one look at the monotonic clock a batch of requests, the real time and its text
// from that. Used by one thread.

#include "tandem/base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::http {

// Nanoseconds of the monotonic clock.
using Ticks = std::int64_t;

inline Ticks ticks_now() noexcept { return std::chrono::steady_clock::now().time_since_epoch().count(); }
constexpr Ticks ticks_of(std::chrono::milliseconds duration) noexcept {
    return std::chrono::nanoseconds{duration}.count();
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
std::string http_date(TimePoint time);

class ServerTime {
  public:
    // The real time at `ticks`. Follows a changed system clock within 100 ms.
    [[nodiscard]] TimePoint real(Ticks ticks) noexcept;
    // "Date: ...\r\n" of that time.
    [[nodiscard]] std::string_view date_line(TimePoint time);

  private:
    SystemClock clock_;
    TimePoint anchor_{};
    Ticks anchored_at_ = 0;
    bool anchored_ = false;
    std::int64_t date_second_ = -1;
    std::string date_line_;
};

}  // namespace tandem::http
