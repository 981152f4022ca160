#include "timestamps.hpp"

#include <chrono>
#include <cstdint>

namespace tandem::api::huawei {

namespace {

// Appends a number with leading zeros.
void append_digits(std::string& to, std::int64_t value, std::size_t width) {
    const std::string text = std::to_string(value);
    if (text.size() < width) to.append(width - text.size(), '0');
    to += text;
}

// Date and time with the given separators, without fractions.
std::string calendar_text(TimePoint point, std::string_view in_date, std::string_view in_time) {
    const auto midnight = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{point - midnight};
    std::string text;
    append_digits(text, static_cast<int>(date.year()), 4);
    append_digits(text.append(in_date), static_cast<unsigned>(date.month()), 2);
    append_digits(text.append(in_date), static_cast<unsigned>(date.day()), 2);
    append_digits(text.append("T"), time.hours().count(), 2);
    append_digits(text.append(in_time), time.minutes().count(), 2);
    append_digits(text.append(in_time), time.seconds().count(), 2);
    return text;
}

std::optional<unsigned> digits(std::string_view text) noexcept {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

std::string iso_seconds(TimePoint time) { return calendar_text(time, "-", ":") + "Z"; }

std::string iso_microseconds(TimePoint time) {
    std::string text = calendar_text(time, "-", ":") + ".";
    append_digits(text, (time - std::chrono::floor<std::chrono::seconds>(time)).count(), 3);
    return text + "000Z";
}

std::string signing_date(TimePoint time) { return calendar_text(time, "", "") + "Z"; }

std::string milliseconds_text(TimePoint time) { return std::to_string(to_milliseconds(time)); }

std::optional<TimePoint> parse_signing_date(std::string_view text) noexcept {
    if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(4, 2));
    const auto day = digits(text.substr(6, 2));
    const auto hour = digits(text.substr(9, 2));
    const auto minute = digits(text.substr(11, 2));
    const auto second = digits(text.substr(13, 2));
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                           std::chrono::day{*day}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return TimePoint{std::chrono::sys_days{date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

}  // namespace tandem::api::huawei
