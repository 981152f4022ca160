// The table of operations.

#include "tandem/vendors/vendors.hpp"

#include "tencent/v2019/operation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

TEST(Tencent2019Operations, are_the_whole_catalogue) {
    const auto version = [](const Operation* operation) { return operation->details.version; };
    EXPECT_EQ(operations().size(), 71u);
    EXPECT_EQ(std::ranges::count(operations(), kApiVersion, version), 69);
    EXPECT_EQ(std::ranges::count(operations(), kTagApiVersion, version), 2);
}

// The dialect searches by halving.
TEST(Tencent2019Operations, are_sorted_by_their_names_no_two_of_which_are_the_same) {
    EXPECT_EQ(std::ranges::adjacent_find(operations(), std::ranges::greater_equal{}, &Operation::name),
              operations().end());
}

TEST(Tencent2019Operations, have_a_rate_and_no_more_fields_than_there_is_room_for) {
    for (const Operation* operation : operations()) {
        EXPECT_GT(operation->details.per_second, 0u) << operation->name;
        EXPECT_LE(operation->fields.size(), kMaxFields) << operation->name;
    }
}

TEST(Tencent2019Operations, declare_keys_by_fields_that_they_have) {
    for (const Operation* operation : operations())
        for (const DeclaredKey& key : operation->keys)
            EXPECT_NE(std::ranges::find(operation->fields, key.field, &FieldRule::name), operation->fields.end())
                << operation->name << " " << key.field;
}

TEST(Tencent2019Operations, tell_what_is_emulated) {
    const auto rows = make_tencent_2019({}, {})->actions();
    ASSERT_EQ(rows.size(), operations().size());
    const auto is_emulated = [&](std::string_view name) {
        return std::ranges::find(rows, name, &ActionStatus::action)->emulated;
    };
    EXPECT_TRUE(is_emulated("Encrypt"));
    EXPECT_TRUE(is_emulated("RotateKey"));
    EXPECT_FALSE(is_emulated("PostQuantumCryptoSign"));
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
