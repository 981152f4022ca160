#include "tandem/api/field_status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api {
namespace {

constexpr FieldLimit kBounds{.least = 1, .most = 100};
constexpr FieldLimit kShort{.most = 60};
constexpr FieldLimit kForm{.form = "as seen", .most = 3};
constexpr std::string_view kWords[] = {"one", "two"};
constexpr FieldLimit kChoice{.choices = kWords};
constexpr FieldLimit kEven{.step = 2};
constexpr FieldLimit kEvenNumbers{.least = 2, .most = 8, .also = &kEven};
constexpr FieldLimit kUnbounded{.least = 1};
constexpr FieldLimit kCharacters{.most = 5, .in_characters = true};
constexpr FieldLimit kDescribedLater{.also = &kForm};
constexpr FieldRule kStatusTagRules[] = {{"Key", FieldType::text, true, &kShort}};
constexpr FieldMembers kStatusTagMembers{kStatusTagRules};

std::vector<std::string> ranges_of(std::initializer_list<FieldRule> rules) {
    std::vector<std::string> ranges;
    for (const FieldStatus& row : describe_rules({rules.begin(), rules.size()})) ranges.push_back(row.range);
    return ranges;
}

TEST(FieldStatus, shows_bounds_in_the_units_of_the_type) {
    EXPECT_THAT(ranges_of({{"A", FieldType::unsigned_integer, false, &kBounds},
                           {"B", FieldType::text, false, &kShort},
                           {"C", FieldType::text_list, false, &kBounds},
                           {"D", FieldType::integer},
                           {"E", FieldType::text, false, &kForm}}),
                testing::ElementsAre("1 to 100", "at most 60 bytes", "1 to 100 items", "", "as seen"));
}

TEST(FieldStatus, shows_choices_and_every_limit_of_a_chain) {
    EXPECT_THAT(ranges_of({{"A", FieldType::text, false, &kChoice},
                           {"B", FieldType::decimal, false, &kEvenNumbers},
                           {"C", FieldType::text_list, false, &kUnbounded},
                           {"D", FieldType::text, false, &kCharacters},
                           {"E", FieldType::text, false, &kDescribedLater}}),
                testing::ElementsAre("one, two", "2 to 8; a multiple of 2", "at least 1 items", "at most 5 characters",
                                     "as seen"));
}

TEST(FieldStatus, shows_members_after_their_object) {
    const FieldRule rules[] = {{"Tags", FieldType::object_list, false, nullptr, &kStatusTagMembers, "there are none"},
                               {"Tag", FieldType::object, true, nullptr, &kStatusTagMembers}};
    const auto rows = describe_rules(rules);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].type, "list of object");
    EXPECT_EQ(rows[0].no_effect, "there are none");
    EXPECT_EQ(rows[1].name, "Tags.n.Key");
    EXPECT_TRUE(rows[1].required);
    EXPECT_EQ(rows[3].name, "Tag.Key");
}

}  // namespace
}  // namespace tandem::api
