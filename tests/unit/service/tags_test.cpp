#include "tandem/service/tags.hpp"

#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::service {
namespace {

using store::Tag;
using test::FailsWith;
using test::Succeeds;

constexpr TagLimits kLimits{.most_tags = 2, .longest_key = 3, .longest_value = 2};

std::string characters(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "ü";
    return text;
}

TEST(Tags, are_limited_in_number) {
    EXPECT_THAT(check_tags(std::vector<Tag>{}, kLimits), Succeeds());
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", ""}, {"b", ""}}, kLimits), Succeeds());
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", ""}, {"b", ""}, {"c", ""}}, kLimits),
                FailsWith(ErrorCode::tag_limit_exceeded));
}

TEST(Tags, have_keys_and_values_of_limited_length) {
    for (const std::size_t length : {1, 3})
        EXPECT_THAT(check_tags(std::vector<Tag>{{characters(length), ""}}, kLimits), Succeeds());
    for (const std::size_t length : {0, 4})
        EXPECT_THAT(check_tags(std::vector<Tag>{{characters(length), ""}}, kLimits),
                    FailsWith(ErrorCode::tag_key_length_invalid));
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", characters(2)}}, kLimits), Succeeds());
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", characters(3)}}, kLimits),
                FailsWith(ErrorCode::tag_value_length_invalid));
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", "\xff"}}, kLimits), FailsWith(ErrorCode::tag_value_length_invalid));
}

TEST(Tags, have_distinct_keys) {
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", "1"}, {"a", "2"}}, kLimits), FailsWith(ErrorCode::tag_key_duplicate));
    EXPECT_THAT(check_tags(std::vector<Tag>{{"a", "1"}, {"A", "1"}}, kLimits), Succeeds());
}

TEST(TagFilters, are_all_met_by_one_of_their_values_each) {
    const std::vector<Tag> tags{{"env", "test"}, {"team", "red"}};
    const auto fits = [&](const std::vector<TagFilter>& filters) { return matches(tags, filters); };
    EXPECT_TRUE(fits({}));
    EXPECT_TRUE(fits({{"env", {}}}));
    EXPECT_TRUE(fits({{"env", {"live", "test"}}, {"team", {"red"}}}));
    EXPECT_FALSE(fits({{"env", {"test"}}, {"team", {"blue"}}}));
    EXPECT_FALSE(fits({{"env", {"live"}}}));
    EXPECT_FALSE(fits({{"owner", {}}}));
}

}  // namespace
}  // namespace tandem::service
