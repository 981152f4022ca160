#include "host/processors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace tandem::app {
namespace {

TEST(Processors, a_quota_is_rounded_up_to_whole_ones) {
    EXPECT_EQ(processors_of_quota("100000 100000"), 1u);
    EXPECT_EQ(processors_of_quota("100001 100000"), 2u);
    EXPECT_EQ(processors_of_quota("50000 100000"), 1u);
    EXPECT_EQ(processors_of_quota("1000 1000000"), 1u);
    EXPECT_EQ(processors_of_quota("400000 100000"), 4u);
}

TEST(Processors, no_quota_is_no_limit) {
    for (const char* text : {"max 100000", "", "max", "100000", "0 100000", "100000 0", "-1 100000", "x y", "1 2 3"})
        EXPECT_EQ(processors_of_quota(text), std::nullopt) << text;
}

TEST(Processors, there_is_always_one_and_never_more_than_the_machine_has) {
    EXPECT_GE(usable_processors(), 1u);
    EXPECT_LE(usable_processors(), std::max(std::thread::hardware_concurrency(), 1u));
}

}  // namespace
}  // namespace tandem::app
