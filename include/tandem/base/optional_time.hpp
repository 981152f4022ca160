#pragma once
// A point in time that may not be set, in the 8 bytes of one that is.

#include "tandem/base/clock.hpp"

#include <optional>

namespace tandem {

class OptionalTime {
  public:
    constexpr OptionalTime() noexcept = default;
    constexpr OptionalTime(std::nullopt_t) noexcept {}                     // NOLINT: as std::optional
    constexpr OptionalTime(TimePoint time) noexcept : time_(time) {}       // NOLINT
    constexpr OptionalTime(const std::optional<TimePoint>& time) noexcept  // NOLINT
        : time_(time.value_or(kNone)) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return time_ != kNone; }
    constexpr explicit operator bool() const noexcept { return has_value(); }
    constexpr const TimePoint& operator*() const noexcept { return time_; }
    constexpr void reset() noexcept { time_ = kNone; }

    friend constexpr bool operator==(const OptionalTime&, const OptionalTime&) noexcept = default;

  private:
    static constexpr TimePoint kNone = TimePoint::min();
    TimePoint time_ = kNone;
};

}  // namespace tandem
