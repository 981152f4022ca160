#pragma once
// Dates and spans of time as people write them in configuration, seeds and on the command line.

#include "tandem/base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tandem::app {

// "2027-12-31" (its first moment, UTC), "2027-12-31T23:59:59Z" or "2027-12-31T23:59:59.250Z".
std::optional<TimePoint> parse_date(std::string_view text);
// "400d", "+7d", "-90m", "1d12h": whole numbers with ms, s, m, h, d or w, the largest unit first, at most 200 years.
std::optional<Milliseconds> parse_span(std::string_view text);
// "2027-12-31T23:59:59.250Z", without the fraction where it is zero.
std::string format_date(TimePoint time);

inline constexpr std::string_view kDateForms = "2027-12-31, 2027-12-31T23:59:59Z, -400d or +12h";

// A date, or a span from `now` when it begins with a sign.
std::optional<TimePoint> parse_date_from(std::string_view text, TimePoint now);

}  // namespace tandem::app
