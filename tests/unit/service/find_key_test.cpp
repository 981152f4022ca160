// How callers of actions come by the keys that requests name.

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using FindKey = ServiceTest;

TEST_F(FindKey, finds_a_key_by_id_by_name_and_by_alias) {
    const store::Key& key = create({.alias = "payroll"});
    ASSERT_THAT(create_key(call(), {.alias = "other"}), Succeeds());
    EXPECT_EQ(*find_key(call(), key.id), &key);
    EXPECT_EQ(*find_key(call(), key.name), &key);
    EXPECT_EQ(*find_key(call(), AliasName{"payroll"}), &key);
}

TEST_F(FindKey, finds_no_absent_key) {
    EXPECT_THAT(find_key(call(), crypto::random_uuid<KeyId>()), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(call(), keys::KeyName::from_random(7)), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(call(), AliasName{"payroll"}), FailsWith(ErrorCode::key_not_found));
}

TEST_F(FindKey, does_not_tell_a_neighbours_key_from_an_absent_one) {
    const store::Key& key = create({.alias = "payroll"});
    EXPECT_THAT(find_key(neighbours_call(), key.id), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(neighbours_call(), key.name), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(neighbours_call(), AliasName{"payroll"}), FailsWith(ErrorCode::key_not_found));
}

TEST_F(FindKey, finds_no_key_past_its_deletion_date_even_before_the_sweep) {
    const store::Key& key = create({.alias = "payroll"});
    ASSERT_THAT(schedule_key_deletion(call(), {.key = key, .days = 7, .must_be_disabled = false}), Succeeds());
    clock_.advance(std::chrono::days{7} - Milliseconds{1});
    EXPECT_EQ((*find_key(call(), key.id))->settings.state, KeyState::pending_deletion);
    clock_.advance(Milliseconds{1});
    EXPECT_THAT(find_key(call(), key.id), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(call(), key.name), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(find_key(call(), AliasName{"payroll"}), FailsWith(ErrorCode::key_not_found));
}

}  // namespace
}  // namespace tandem::service
