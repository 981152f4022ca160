#include "tandem/base/optional_time.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

constexpr TimePoint kTime{Milliseconds{1'700'000'000'000}};

TEST(OptionalTime, is_not_set_at_first) { EXPECT_FALSE(OptionalTime{}.has_value()); }

TEST(OptionalTime, holds_a_time) {
    const OptionalTime time{kTime};
    ASSERT_TRUE(time);
    EXPECT_EQ(*time, kTime);
}

TEST(OptionalTime, the_epoch_and_its_neighbours_are_times) {
    for (const int milliseconds : {-1, 0, 1}) EXPECT_TRUE(OptionalTime{TimePoint{Milliseconds{milliseconds}}});
}

TEST(OptionalTime, can_be_unset) {
    OptionalTime time{kTime};
    time.reset();
    EXPECT_EQ(time, std::nullopt);
}

TEST(OptionalTime, takes_an_optional_over) {
    EXPECT_EQ(OptionalTime{std::optional{kTime}}, OptionalTime{kTime});
    EXPECT_EQ(OptionalTime{std::optional<TimePoint>{}}, std::nullopt);
}

}  // namespace
}  // namespace tandem
