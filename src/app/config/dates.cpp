#include "tandem/app/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace tandem::app {
namespace {

constexpr std::int64_t kMostMilliseconds = std::int64_t{200} * 366 * 86'400'000;

struct DateUnit {
    std::string_view suffix;
    std::int64_t milliseconds;
};
constexpr std::array<DateUnit, 6> kUnits{
    {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

bool has_form(std::string_view text, std::string_view form) {
    return text.size() == form.size() && std::ranges::equal(text, form, [](char c, char wanted) {
               return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
           });
}

int digits(std::string_view text, std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<TimePoint> parse_date(std::string_view text) {
    const bool fraction = has_form(text, "0000-00-00T00:00:00.000Z");
    const bool time = fraction || has_form(text, "0000-00-00T00:00:00Z");
    if (!time && !has_form(text, "0000-00-00")) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{digits(text, 0, 4)},
                                           std::chrono::month{static_cast<unsigned>(digits(text, 5, 2))},
                                           std::chrono::day{static_cast<unsigned>(digits(text, 8, 2))}};
    if (!date.ok()) return std::nullopt;
    const TimePoint day{std::chrono::sys_days{date}};
    if (!time) return day;
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return day + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second} +
           Milliseconds{fraction ? digits(text, 20, 3) : 0};
}

std::optional<Milliseconds> parse_span(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    const DateUnit* last = nullptr;
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc{} || count < 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto word = text.substr(0, std::min(text.find_first_of("0123456789"), text.size()));
        const auto* unit = std::ranges::find(kUnits, word, &DateUnit::suffix);
        if (unit == kUnits.end() || (last != nullptr && unit <= last)) return std::nullopt;
        if (count > kMostMilliseconds / unit->milliseconds) return std::nullopt;
        total += count * unit->milliseconds;
        if (total > kMostMilliseconds) return std::nullopt;
        text.remove_prefix(word.size());
        last = unit;
    }
    return Milliseconds{negative ? -total : total};
}

std::string format_date(TimePoint time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    std::string whole = text.data();
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(fraction));
        whole += text.data();
    }
    return whole + "Z";
}

std::optional<TimePoint> parse_date_from(std::string_view text, TimePoint now) {
    if (!text.starts_with('-') && !text.starts_with('+')) return parse_date(text);
    const auto span = parse_span(text);
    return span ? std::optional{now + *span} : std::nullopt;
}

}  // namespace tandem::app
