#include "clock/clock_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::Eq;
using testing::Optional;

constexpr BootId kBoot{1};

class ClockWatching : public testing::Test {
  protected:
    // Both clocks go on, and the wall clock jumps besides.
    std::optional<Milliseconds> pass(Milliseconds span, Milliseconds jump = Milliseconds{0}) {
        now_ = {now_.wall + span + jump, now_.boot + span};
        return watch_.look(now_);
    }

    ClockReading now_{from_milliseconds(1'800'000'000'000), hours{5}};
    ClockWatch watch_{now_, kBoot, false};
};

TEST_F(ClockWatching, is_settled_a_minute_after_the_start) {
    pass(seconds{60} - Milliseconds{1});
    EXPECT_FALSE(watch_.is_settled());
    EXPECT_EQ(watch_.settled_in(), Milliseconds{1});
    pass(Milliseconds{1});
    EXPECT_TRUE(watch_.is_settled());
    EXPECT_EQ(watch_.settled_in(), Milliseconds{0});
}

TEST_F(ClockWatching, may_be_settled_from_the_start) { EXPECT_TRUE((ClockWatch{now_, kBoot, true}.is_settled())); }

TEST_F(ClockWatching, is_no_jump_up_to_a_second) {
    EXPECT_EQ(pass(seconds{100}, seconds{1}), std::nullopt);
    EXPECT_TRUE(watch_.is_settled());
    EXPECT_EQ(watch_.jumps(), 0u);
}

TEST_F(ClockWatching, starts_the_minute_anew_with_each_jump_over_a_second) {
    for (const Milliseconds jump : {Milliseconds{1'001}, Milliseconds{-1'001}}) {
        EXPECT_THAT(pass(seconds{100}, jump), Optional(Eq(jump)));
        EXPECT_FALSE(watch_.is_settled());
        pass(seconds{60});
        EXPECT_TRUE(watch_.is_settled());
    }
    EXPECT_EQ(watch_.jumps(), 2u);
}

TEST_F(ClockWatching, adds_up_what_drifts_away_in_small_steps) {
    EXPECT_EQ(pass(seconds{1}, Milliseconds{600}), std::nullopt);
    EXPECT_THAT(pass(seconds{1}, Milliseconds{600}), Optional(Milliseconds{1'200}));
}

TEST_F(ClockWatching, sees_a_machine_that_slept_as_no_jump) { EXPECT_EQ(pass(hours{48}), std::nullopt); }

TEST_F(ClockWatching, sums_jumps_forwards_and_backwards_until_they_are_accepted) {
    pass(seconds{1}, hours{192});
    pass(seconds{3}, -hours{192});
    EXPECT_EQ(watch_.jumped(), hours{384});
    watch_.accept();
    EXPECT_EQ(watch_.jumped(), Milliseconds{0});
}

TEST_F(ClockWatching, remembers_the_sum_and_sees_a_jump_while_it_was_away) {
    pass(seconds{1}, seconds{5});
    const ClockMemory memory = watch_.memory();
    const ClockReading later{now_.wall + hours{1} + seconds{7}, now_.boot + hours{1}};
    ClockWatch next{later, kBoot, true};
    EXPECT_THAT(next.remember(memory, later), Optional(Milliseconds{7'000}));
    EXPECT_EQ(next.jumped(), seconds{12});
    EXPECT_FALSE(next.is_settled());
}

TEST_F(ClockWatching, knows_nothing_of_jumps_across_a_start_of_the_machine) {
    const ClockMemory memory = watch_.memory();
    const ClockReading other_boot{now_.wall + hours{3}, now_.boot + hours{1}};
    EXPECT_EQ((ClockWatch{other_boot, BootId{2}, true}.remember(memory, other_boot)), std::nullopt);
    const ClockReading earlier{now_.wall + hours{3}, now_.boot - hours{1}};  // the same id, but it cannot be
    EXPECT_EQ((ClockWatch{earlier, kBoot, true}.remember(memory, earlier)), std::nullopt);
    EXPECT_EQ((ClockWatch{other_boot, BootId{}, true}.remember(memory, other_boot)), std::nullopt);
}

TEST(ReadClocks, agree_with_each_other_within_a_jump) {
    ClockWatch watch{read_clocks(), read_boot_id(), false};
    for (int i = 0; i < 100; ++i) EXPECT_EQ(watch.look(read_clocks()), std::nullopt);
}

}  // namespace
}  // namespace tandem::app
