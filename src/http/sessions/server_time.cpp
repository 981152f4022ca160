#include "server_time.hpp"

#include <array>
#include <cstdio>

namespace tandem::http {

namespace {

constexpr Ticks kAnchorLifetime = 100'000'000;

}  // namespace

std::string http_date(TimePoint time) {
    // Not strftime, whose names depend on the locale.
    static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                     kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                                     kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                     static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                     static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

TimePoint ServerTime::real(Ticks ticks) noexcept {
    if (!anchored_ || ticks - anchored_at_ > kAnchorLifetime) {
        anchor_ = clock_.real_now();
        anchored_at_ = ticks;
        anchored_ = true;
    }
    return anchor_ + std::chrono::duration_cast<Milliseconds>(std::chrono::nanoseconds{ticks - anchored_at_});
}

std::string_view ServerTime::date_line(TimePoint time) {
    if (const std::int64_t second = to_seconds(time); second != date_second_) {
        date_second_ = second;
        date_line_ = "Date: " + http_date(time) + "\r\n";
    }
    return date_line_;
}

}  // namespace tandem::http
