#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using UpdateDescription = ServiceTest;
using UpdateAlias = ServiceTest;

TEST_F(UpdateDescription, replaces_the_text_and_may_empty_it) {
    const KeyId key = create({.description = "old"}).id;
    EXPECT_EQ((*update_description(call(), at(key), "new"))->settings.description, "new");
    EXPECT_EQ((*update_description(call(), at(key), ""))->settings.description, "");
}

TEST_F(UpdateDescription, is_refused_in_pending_deletion_alone) {
    const KeyId key = create().id;
    for (const KeyState state : {KeyState::disabled, KeyState::pending_import, KeyState::archived}) {
        set_state(key, state);
        EXPECT_THAT(update_description(call(), at(key), std::string{keys::name_of(state)}), Succeeds());
        EXPECT_EQ(current(key)->settings.state, state);
    }
    set_state(key, KeyState::pending_deletion);
    EXPECT_THAT(update_description(call(), at(key), "x"), FailsWith(ErrorCode::key_pending_deletion));
}

TEST_F(UpdateAlias, renames_the_primary_alias) {
    const KeyId key = create({.alias = "old"}).id;
    EXPECT_EQ((*update_alias(call(), at(key), "new"))->settings.primary_alias, "new");
    EXPECT_THAT(find_key(call(), AliasName{"old"}), FailsWith(ErrorCode::key_not_found));
    EXPECT_EQ((*find_key(call(), AliasName{"new"}))->id, key);
}

TEST_F(UpdateAlias, gives_a_first_alias_and_takes_the_last) {
    const KeyId key = create().id;
    EXPECT_EQ((*update_alias(call(), at(key), "first"))->settings.primary_alias, "first");
    EXPECT_EQ((*update_alias(call(), at(key), ""))->settings.primary_alias, "");
    EXPECT_THAT(store_->aliases(tenant_), testing::IsEmpty());
}

TEST_F(UpdateAlias, to_the_same_name_is_success) {
    const KeyId key = create({.alias = "same"}).id;
    EXPECT_THAT(update_alias(call(), at(key), "same"), Succeeds());
    EXPECT_EQ((*find_key(call(), AliasName{"same"}))->id, key);
}

TEST_F(UpdateAlias, refuses_a_name_that_is_taken_and_changes_nothing) {
    const KeyId key = create({.alias = "mine"}).id;
    create({.alias = "taken"});
    EXPECT_THAT(update_alias(call(), at(key), "taken"), FailsWith(ErrorCode::alias_exists));
    EXPECT_EQ(current(key)->settings.primary_alias, "mine");
    EXPECT_EQ((*find_key(call(), AliasName{"mine"}))->id, key);
}

TEST_F(UpdateAlias, is_refused_in_pending_deletion) {
    const KeyId key = create({.alias = "mine"}).id;
    set_state(key, KeyState::pending_deletion);
    EXPECT_THAT(update_alias(call(), at(key), "other"), FailsWith(ErrorCode::key_pending_deletion));
}

}  // namespace
}  // namespace tandem::service
