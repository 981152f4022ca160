#include "tandem/service/actions/sweep.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using EnableKeys = ServiceTest;
using DisableKeys = ServiceTest;
using ScheduleKeyDeletion = ServiceTest;
using CancelKeyDeletion = ServiceTest;
using Sweep = ServiceTest;
using KeyStates = ServiceTest;

TEST_F(EnableKeys, follows_the_table_of_states) {
    const KeyId key = create().id;
    for (const auto& [state, error] : {std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::pending_import, ErrorCode::key_pending_import},
                                       std::pair{KeyState::archived, ErrorCode::key_archived}}) {
        set_state(key, state);
        EXPECT_THAT(enable_keys(call(), Keys{&at(key)}, Repeat::harmless), FailsWith(error));
        EXPECT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::harmless), FailsWith(error));
        EXPECT_EQ(current(key)->settings.state, state);
    }
    set_state(key, KeyState::disabled);
    EXPECT_THAT(enable_keys(call(), Keys{&at(key)}, Repeat::refused), Succeeds());
    EXPECT_EQ(current(key)->settings.state, KeyState::enabled);
}

TEST_F(EnableKeys, repeats_harmlessly_or_is_refused_as_the_api_wants) {
    const KeyId key = create().id;
    EXPECT_THAT(enable_keys(call(), Keys{&at(key)}, Repeat::harmless), Succeeds());
    EXPECT_THAT(enable_keys(call(), Keys{&at(key)}, Repeat::refused), FailsWith(ErrorCode::key_not_disabled));
}

TEST_F(DisableKeys, repeats_harmlessly_or_is_refused_as_the_api_wants) {
    const KeyId key = create().id;
    EXPECT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::refused), Succeeds());
    EXPECT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::harmless), Succeeds());
    EXPECT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::refused), FailsWith(ErrorCode::key_not_enabled));
}

TEST_F(DisableKeys, does_all_or_nothing) {
    const KeyId first = create().id;
    const KeyId second = create().id;
    set_state(second, KeyState::archived);
    EXPECT_THAT(disable_keys(call(), Keys{&at(first), &at(second)}, Repeat::harmless),
                FailsWith(ErrorCode::key_archived));
    EXPECT_EQ(current(first)->settings.state, KeyState::enabled);
    set_state(second, KeyState::enabled);
    EXPECT_THAT(disable_keys(call(), Keys{&at(first), &at(second)}, Repeat::harmless), Succeeds());
    EXPECT_EQ(current(first)->settings.state, KeyState::disabled);
    EXPECT_EQ(current(second)->settings.state, KeyState::disabled);
}

TEST_F(DisableKeys, refuses_the_same_key_twice) {
    const store::Key& key = create();
    EXPECT_THAT(disable_keys(call(), Keys{&key, &key}, Repeat::harmless), FailsWith(ErrorCode::key_id_duplicate));
    EXPECT_EQ(current(key.id)->settings.state, KeyState::enabled);
}

TEST_F(ScheduleKeyDeletion, sets_state_and_date) {
    const KeyId key = create().id;
    const auto scheduled = schedule_key_deletion(call(), {.key = at(key), .days = 7, .must_be_disabled = false});
    ASSERT_THAT(scheduled, Succeeds());
    EXPECT_EQ((*scheduled)->settings.state, KeyState::pending_deletion);
    EXPECT_EQ((*scheduled)->settings.deletion_date, clock_.now() + std::chrono::hours{7 * 24});
}

TEST_F(ScheduleKeyDeletion, follows_the_table_of_states) {
    const KeyId key = create().id;
    const auto schedule = [&] {
        return schedule_key_deletion(call(), {.key = at(key), .days = 7, .must_be_disabled = true});
    };
    EXPECT_THAT(schedule(), FailsWith(ErrorCode::key_not_disabled));
    set_state(key, KeyState::archived);
    EXPECT_THAT(schedule(), FailsWith(ErrorCode::key_archived));
    for (const KeyState state : {KeyState::disabled, KeyState::pending_import}) {
        set_state(key, state);
        EXPECT_THAT(schedule(), Succeeds());
    }
    EXPECT_THAT(schedule(), FailsWith(ErrorCode::key_already_pending_deletion));
}

TEST_F(CancelKeyDeletion, leads_to_disabled) {
    const KeyId key = create().id;
    EXPECT_THAT(cancel_key_deletion(call(), at(key)), FailsWith(ErrorCode::key_not_pending_deletion));
    set_state(key, KeyState::pending_deletion);
    const auto cancelled = cancel_key_deletion(call(), at(key));
    ASSERT_THAT(cancelled, Succeeds());
    EXPECT_EQ((*cancelled)->settings.state, KeyState::disabled);
    EXPECT_EQ((*cancelled)->settings.deletion_date, std::nullopt);
}

TEST_F(CancelKeyDeletion, leads_back_to_pending_import_without_material) {
    const KeyId key = create({.origin = keys::KeyOrigin::external}).id;
    ASSERT_THAT(schedule_key_deletion(call(), {.key = at(key), .days = 7, .must_be_disabled = true}), Succeeds());
    EXPECT_EQ((*cancel_key_deletion(call(), at(key)))->settings.state, KeyState::pending_import);
}

TEST_F(Sweep, leaves_a_key_past_its_date_while_the_gate_is_shut_and_it_is_back_when_the_clock_is) {
    const KeyId key = create().id;
    set_state(key, KeyState::pending_deletion);
    clock_.advance(std::chrono::days{8});
    TestGate gate{clock_};
    gate.is_open = false;
    EXPECT_EQ(sweep(services_, gate), 0u);
    EXPECT_THAT(find_key(call(), key), FailsWith(ErrorCode::key_not_found));
    clock_.advance(-std::chrono::days{8});
    EXPECT_EQ(find_key(call(), key).value()->settings.state, KeyState::pending_deletion);
    EXPECT_THAT(cancel_key_deletion(call(), at(key)), Succeeds());
}

TEST_F(Sweep, tells_which_key_it_destroyed_and_its_date) {
    const KeyId key = create().id;
    set_state(key, KeyState::pending_deletion);
    const TimePoint date = clock_.now() + std::chrono::days{7};
    clock_.advance(std::chrono::days{8});
    TestGate gate{clock_};
    EXPECT_EQ(sweep(services_, gate), 1u);
    ASSERT_EQ(gate.all.size(), 1u);
    EXPECT_EQ(gate.all[0].what, EndedByTime::What::key);
    EXPECT_EQ(gate.all[0].tenant, tenant_.facts.id);
    EXPECT_EQ(gate.all[0].key, key);
    EXPECT_EQ(gate.all[0].date, date);
}

TEST_F(Sweep, removes_keys_of_every_tenant_at_their_date_and_not_before) {
    const KeyId ours = create().id;
    const KeyId theirs = (*create_key(neighbours_call(), {}))->id;
    create();
    ASSERT_THAT(schedule_key_deletion(call(), {.key = at(ours), .days = 7, .must_be_disabled = false}), Succeeds());
    ASSERT_THAT(schedule_key_deletion(neighbours_call(),
                                      {.key = at(neighbours_call(), theirs), .days = 7, .must_be_disabled = false}),
                Succeeds());
    clock_.advance(std::chrono::days{7} - Milliseconds{1});
    EXPECT_EQ(sweep(services_), 0u);
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(sweep(services_), 2u);
    EXPECT_EQ(sweep(services_), 0u);
    EXPECT_EQ(store_->find_key(tenant_, ours), nullptr);
    EXPECT_EQ(store_->key_count(tenant_), 1u);
    EXPECT_EQ(store_->key_count(neighbour_), 0u);
}

// Between the look-up and the commit of one another one was made.
TEST_F(KeyStates, a_change_to_what_was_found_is_made_to_what_there_is_now) {
    const store::Key& found = create();
    ASSERT_THAT(update_description(call(), found, "by another"), Succeeds());
    ASSERT_THAT(disable_keys(call(), Keys{&found}, Repeat::refused), Succeeds());
    EXPECT_EQ(current(found.id)->settings.description, "by another");
    EXPECT_EQ(current(found.id)->settings.state, KeyState::disabled);
    EXPECT_THAT(update_alias(call(), found, "name"), Succeeds());
    EXPECT_EQ(current(found.id)->settings.state, KeyState::disabled);
}

TEST_F(KeyStates, a_change_to_what_was_found_is_judged_by_what_there_is_now) {
    const store::Key& found = create();
    set_state(found.id, KeyState::pending_deletion);
    EXPECT_THAT(update_description(call(), found, "x"), FailsWith(ErrorCode::key_pending_deletion));
    EXPECT_THAT(disable_keys(call(), Keys{&found}, Repeat::harmless), FailsWith(ErrorCode::key_pending_deletion));
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(update_alias(call(), found, "x"), FailsWith(ErrorCode::key_not_found));
}

}  // namespace
}  // namespace tandem::service
