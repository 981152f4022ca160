#include "sessions/server_time.hpp"

#include <gtest/gtest.h>

namespace tandem::http {
namespace {

TEST(HttpDate, has_the_form_of_rfc_9110) {
    EXPECT_EQ(http_date(from_milliseconds(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}
TEST(HttpDate, drops_the_fraction) { EXPECT_EQ(http_date(from_milliseconds(999)), "Thu, 01 Jan 1970 00:00:00 GMT"); }

TEST(ServerTime, advances_with_the_ticks) {
    ServerTime time;
    const Ticks start = ticks_now();
    const TimePoint first = time.real(start);
    EXPECT_EQ(time.real(start + 50'000'000) - first, Milliseconds{50});
}

TEST(ServerTime, makes_the_date_line_of_each_second) {
    ServerTime time;
    EXPECT_EQ(time.date_line(from_milliseconds(1'000)), "Date: Thu, 01 Jan 1970 00:00:01 GMT\r\n");
    EXPECT_EQ(time.date_line(from_milliseconds(1'999)), "Date: Thu, 01 Jan 1970 00:00:01 GMT\r\n");
    EXPECT_EQ(time.date_line(from_milliseconds(2'000)), "Date: Thu, 01 Jan 1970 00:00:02 GMT\r\n");
}

}  // namespace
}  // namespace tandem::http
