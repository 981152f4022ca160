// Rules that hold of every row of the table of operations.

#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace tandem::api::huawei {

namespace {

TEST(HuaweiOperations, have_names_of_their_own) {
    std::set<std::string_view> names;
    for (const Operation* operation : operations())
        EXPECT_TRUE(names.insert(operation->name).second) << operation->name;
}

TEST(HuaweiOperations, have_no_more_fields_than_are_decoded) {
    for (const Operation* operation : operations()) EXPECT_LE(operation->fields.size(), kMaxFields) << operation->name;
}

// Retiring a grant is allowed by a rule of its own.
TEST(HuaweiOperations, declare_their_keys_with_words_of_grants) {
    for (const Operation* operation : operations()) {
        for (const DeclaredKey& key : operation->keys) {
            if (key.grant.empty()) continue;
            EXPECT_TRUE(is_grantable(key.grant)) << operation->name;
            EXPECT_NE(key.grant, "retire-grant") << operation->name;
        }
    }
}

// A field that is not there, or a segment of the path that is none, would name no key.
TEST(HuaweiOperations, declare_their_keys_by_what_a_request_has) {
    for (const Operation* operation : operations()) {
        for (const DeclaredKey& key : operation->keys) {
            const bool in_path = operation->details.path.find(key.field) != std::string_view::npos;
            const bool is_field =
                std::ranges::find(operation->fields, key.field, &FieldRule::name) != operation->fields.end();
            EXPECT_TRUE(key.field.starts_with('{') ? in_path : is_field) << operation->name << ' ' << key.field;
        }
    }
}

TEST(HuaweiOperations, that_are_open_to_all_are_asked_to_run_alone) {
    for (const Operation* operation : operations())
        EXPECT_TRUE(operation->details.needs_caller || operation->steps.read == nullptr) << operation->name;
}

}  // namespace

}  // namespace tandem::api::huawei
