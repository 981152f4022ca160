#include "clock/movable_clock.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::standin {
namespace {

using namespace std::chrono_literals;

TEST(MovableClock, advances_from_where_it_is) {
    MovableClock clock;
    EXPECT_TRUE(clock.advance(1h));
    EXPECT_TRUE(clock.advance(-30min));
    EXPECT_EQ(clock.offset(), Milliseconds{30min});
    EXPECT_GE(clock.now() - clock.real_now(), 29min);
    clock.move_to({});
    EXPECT_EQ(clock.offset().count(), 0);
}

TEST(MovableClock, stays_within_200_years) {
    MovableClock clock;
    EXPECT_TRUE(clock.advance(kMostClockOffset));
    EXPECT_FALSE(clock.advance(1ms));
    EXPECT_EQ(clock.offset(), kMostClockOffset);
    EXPECT_TRUE(clock.advance(-kMostClockOffset));
    EXPECT_TRUE(clock.advance(-kMostClockOffset));
    EXPECT_FALSE(clock.advance(-1ms));
}

TEST(MovableClock, begins_at_a_date_or_a_span) {
    const auto now = *app::parse_date("2027-01-01");
    EXPECT_EQ(clock_offset_from("+1d", now, "x"), Milliseconds{24h});
    EXPECT_EQ(clock_offset_from("2026-12-31", now, "x"), -Milliseconds{24h});
    EXPECT_THROW(clock_offset_from("later", now, "x"), UserError);
    EXPECT_THROW(clock_offset_from("0001-01-01", now, "x"), UserError);
}

}  // namespace
}  // namespace tandem::standin
