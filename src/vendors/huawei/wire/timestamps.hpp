#pragma once
// Times as this vendor writes them, all UTC.

#include "tandem/base/clock.hpp"
#include "tandem/base/optional_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tandem::api::huawei {

std::string iso_seconds(TimePoint time);        // 2024-04-01T00:00:00Z: aliases
std::string iso_microseconds(TimePoint time);   // 2020-01-04T09:05:22.701000Z: IAM
std::string signing_date(TimePoint time);       // 20240601T120000Z: X-Sdk-Date
std::string milliseconds_text(TimePoint time);  // 1711929600000: key dates
inline std::string milliseconds_or_empty(const OptionalTime& time) {
    return time ? milliseconds_text(*time) : std::string{};
}

// Strictly YYYYMMDDTHHMMSSZ and a date that exists.
std::optional<TimePoint> parse_signing_date(std::string_view text) noexcept;

}  // namespace tandem::api::huawei
