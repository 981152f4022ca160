#include "request_record.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tandem::app {
namespace {

struct DateAndTime {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<Milliseconds> time;
};

DateAndTime split_time(TimePoint time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss<Milliseconds>{time - day}};
}

// Appends as many digits as asked for, with zeros in front.
void append_digits(std::string& to, unsigned number, std::size_t digits) {
    std::array<char, 10> text;
    for (std::size_t i = digits; i > 0; number /= 10) text[--i] = static_cast<char>('0' + number % 10);
    to.append(text.data(), digits);
}

void append_time_of_day(std::string& to, const std::chrono::hh_mm_ss<Milliseconds>& time) {
    append_digits(to, static_cast<unsigned>(time.hours().count()), 2);
    append_digits(to += ':', static_cast<unsigned>(time.minutes().count()), 2);
    append_digits(to += ':', static_cast<unsigned>(time.seconds().count()), 2);
    append_digits(to += '.', static_cast<unsigned>(time.subseconds().count()), 3);
}

void append_date(std::string& to, const std::chrono::year_month_day& date) {
    append_digits(to, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_digits(to += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(to += '-', static_cast<unsigned>(date.day()), 2);
}

void append_number(std::string& to, std::int64_t number) {
    std::array<char, 24> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
    to.append(text.data(), end);
}

template <class Id>
void append_uuid(std::string& to, const Id& id) {
    std::array<char, kUuidLength> text;
    format_uuid_to(text.data(), id.bytes);
    to.append(text.data(), text.size());
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// Control characters (a forged line end among them), quotes and what is not ASCII become \u00XX.
void append_escaped(std::string& to, std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        to.append(text.substr(0, plain));
        if (plain == text.size()) return;
        const auto byte = static_cast<unsigned char>(text[plain]);
        to += "\\u00";
        to += kDigits[byte >> 4];
        to += kDigits[byte & 0x0f];
        text.remove_prefix(plain + 1);
    }
}

void append_member(std::string& to, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    to.append(",\"").append(name).append("\":\"");
    append_escaped(to, value);
    to += '"';
}

// One word of a text line: a blank would end it.
void append_word(std::string& to, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    to.append(" ").append(name).append("=");
    const auto begin = to.size();
    append_escaped(to, value);
    std::replace(to.begin() + static_cast<std::ptrdiff_t>(begin), to.end(), ' ', '_');
}

std::string_view or_dash(std::string_view text) { return text.empty() ? "-" : text; }

}  // namespace

void append_text_line(std::string& to, const RequestRecord& record) {
    append_time_of_day(to, split_time(record.arrived).time);
    to.append(" ").append(or_dash(record.dialect)).append(" ").append(or_dash(record.action)).append(" ");
    append_number(to, record.status);
    to += ' ';
    append_escaped(to, record.failed ? or_dash(record.vendor_code) : "ok");
    to += ' ';
    append_number(to, record.took.count());
    to += "us";
    append_word(to, "credential", record.access_key_id);
    if (record.tenant) append_uuid(to += " tenant=", *record.tenant);
    if (record.key) append_uuid(to += " key=", *record.key);
    append_escaped(to += " id=", record.request_id);
    append_word(to, "fault", record.fault);
    if (record.failed) to.append(" error=").append(name_of(record.error));
    to += '\n';
    if (record.diagnosis.empty()) return;
    to += "    why: ";
    append_escaped(to, record.diagnosis);
    to += '\n';
}

void append_json_line(std::string& to, const RequestRecord& record) {
    const auto [date, time] = split_time(record.arrived);
    append_date(to += "{\"time\":\"", date);
    append_time_of_day(to += 'T', time);
    to += "Z\"";
    append_member(to, "request_id", record.request_id);
    append_member(to, "access_key_id", record.access_key_id);
    if (record.tenant) {
        append_uuid(to += ",\"tenant\":\"", *record.tenant);
        to += '"';
    }
    append_member(to, "dialect", record.dialect);
    append_member(to, "action", record.action);
    if (record.key) {
        append_uuid(to += ",\"key\":\"", *record.key);
        to += '"';
    }
    append_number(to += ",\"status\":", record.status);
    append_member(to, "code", record.failed ? name_of(record.error) : "ok");
    if (record.failed) append_member(to, "vendor_code", record.vendor_code);
    append_number(to += ",\"microseconds\":", record.took.count());
    append_member(to, "fault", record.fault);
    append_member(to, "diagnosis", record.diagnosis);
    to += "}\n";
}

}  // namespace tandem::app
