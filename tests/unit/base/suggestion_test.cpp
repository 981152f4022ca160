#include "tandem/base/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tandem {
namespace {

TEST(Suggestion, is_the_nearest_name_within_a_third) {
    const std::array<std::string, 4> known{"limits", "listeners", "tls", "logging"};
    EXPECT_EQ(nearest_name("limts", known), "limits");
    EXPECT_EQ(nearest_name("lsiteners", known), "listeners");
    EXPECT_EQ(nearest_name("tsl", known), "tls");
    EXPECT_EQ(nearest_name("seeds", known), "");
    EXPECT_EQ(nearest_name("", known), "");
}

TEST(Suggestion, does_not_work_on_endless_names) {
    const std::array<std::string, 1> known{std::string(65, 'a')};
    EXPECT_EQ(nearest_name(std::string(65, 'a'), known), "");
}

}  // namespace
}  // namespace tandem
