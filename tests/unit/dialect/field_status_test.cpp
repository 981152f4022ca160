#include "field_status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::dialect {
namespace {

constexpr FieldLimit kBounds{.least = 1, .most = 100};
constexpr FieldLimit kShort{.most = 60};
constexpr FieldLimit kForm{.form = "as seen", .most = 3};
constexpr FieldRule kTagRules[] = {{"Key", FieldType::text, true, &kShort}};
constexpr FieldMembers kTagMembers{kTagRules};

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

TEST(FieldStatus, shows_members_after_their_object) {
    const FieldRule rules[] = {{"Tags", FieldType::object_list, false, nullptr, &kTagMembers, "there are none"},
                               {"Tag", FieldType::object, true, nullptr, &kTagMembers}};
    const auto rows = describe_rules(rules);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].type, "list of object");
    EXPECT_EQ(rows[0].no_effect, "there are none");
    EXPECT_EQ(rows[1].name, "Tags.n.Key");
    EXPECT_TRUE(rows[1].required);
    EXPECT_EQ(rows[3].name, "Tag.Key");
}

}  // namespace
}  // namespace tandem::dialect
