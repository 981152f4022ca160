#include "tandem/app/dates.hpp"

#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::app {
namespace {

using namespace std::chrono_literals;

std::int64_t span(std::string_view text) {
    const auto found = parse_span(text);
    return found ? found->count() : -1;
}

TEST(Dates, reads_the_three_forms_of_a_date) {
    EXPECT_EQ(to_milliseconds(*parse_date("1970-01-02")), 86'400'000);
    EXPECT_EQ(to_milliseconds(*parse_date("1970-01-01T00:00:01Z")), 1'000);
    EXPECT_EQ(to_milliseconds(*parse_date("1970-01-01T00:00:01.250Z")), 1'250);
    EXPECT_TRUE(parse_date("2024-02-29"));
}

TEST(Dates, refuses_what_is_no_date) {
    for (const auto* text :
         {"", "2023-02-29", "2023-13-01", "2023-00-01", "2023-1-1", "2023-01-01T24:00:00Z", "2023-01-01T00:60:00Z",
          "2023-01-01T00:00:60Z", "2023-01-01T00:00:00", "2023-01-01 00:00:00Z", "2023-01-01T00:00:00.25Z",
          "2023-01-01T00:00:00+01:00", "tomorrow"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Dates, writes_what_it_reads) {
    for (const auto* text :
         {"1970-01-01T00:00:00Z", "2027-12-31T23:59:59Z", "2027-12-31T23:59:59.250Z", "1826-01-01T00:00:00.001Z"})
        EXPECT_EQ(format_date(*parse_date(text)), text);
}

TEST(Dates, spans_add_their_units) {
    EXPECT_EQ(span("1ms"), 1);
    EXPECT_EQ(span("90m"), 5'400'000);
    EXPECT_EQ(span("1d12h"), 129'600'000);
    EXPECT_EQ(span("1w1d1h1m1s1ms"), 694'861'001);
    EXPECT_EQ(parse_span("-7d")->count(), -604'800'000);
    EXPECT_EQ(span("+7d"), 604'800'000);
}

TEST(Dates, refuses_what_is_no_span) {
    for (const auto* text : {"", "-", "+", "1", "d", "1x", "1h1d", "1d1d", "--1d", "+-1d", "1d-1h", "1.5d", "1 d", "1D",
                             "99999999999999999999d"})
        EXPECT_FALSE(parse_span(text)) << text;
}

TEST(Dates, a_span_has_200_years_at_most) {
    EXPECT_TRUE(parse_span("73200d"));
    EXPECT_FALSE(parse_span("73200d1ms"));
    EXPECT_FALSE(parse_span("73201d"));
}

TEST(Dates, a_sign_makes_a_date_relative) {
    const auto now = *parse_date("2027-01-02");
    EXPECT_EQ(parse_date_from("-1d", now), parse_date("2027-01-01"));
    EXPECT_EQ(parse_date_from("2020-01-01", now), parse_date("2020-01-01"));
    EXPECT_FALSE(parse_date_from("1d", now));
}

}  // namespace
}  // namespace tandem::app
