#include "tandem/service/actions/rotation.hpp"

#include "tandem/service/actions/sweep.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using std::chrono::days;
using std::chrono::hours;

class Rotation : public ServiceTest {
  protected:
    void enable(const KeyId& key, std::uint32_t period = 30) {
        ASSERT_THAT(enable_rotation(call(), {.key = at(key), .days = period}), Succeeds());
    }
    const store::Rotation& of(const KeyId& key) { return current(key)->settings.attributes->rotation; }
    std::size_t versions(const KeyId& key) { return current(key)->versions.size(); }
};

TEST_F(Rotation, adds_a_version_when_its_time_has_come_and_not_before) {
    const KeyId key = create().id;
    enable(key);
    clock_.advance(days{30} - Milliseconds{1});
    EXPECT_EQ(sweep(services_), 0u);
    EXPECT_EQ(versions(key), 1u);
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(versions(key), 2u);
    EXPECT_EQ(of(key).last, clock_.now());
    EXPECT_EQ(of(key).next, clock_.now() + days{30});
}

TEST_F(Rotation, waits_while_the_gate_is_shut_and_is_no_destruction) {
    const KeyId key = create().id;
    enable(key);
    clock_.advance(days{30});
    TestGate gate{clock_};
    gate.is_open = false;
    EXPECT_EQ(sweep(services_, gate), 0u);
    gate.is_open = true;
    EXPECT_EQ(sweep(services_, gate), 1u);
    EXPECT_EQ(versions(key), 2u);
    EXPECT_TRUE(gate.all.empty());
}

TEST_F(Rotation, of_many_keys_takes_few_commits) {
    for (int i = 0; i < 300; ++i) enable(create().id);
    clock_.advance(days{30});
    const store::Epoch before = store_->epoch();
    EXPECT_EQ(sweep(services_), 300u);
    EXPECT_EQ(store_->epoch(), before + 2);
}

TEST_F(Rotation, at_once_is_not_held_up_by_one_in_the_clocks_future) {
    const KeyId key = create().id;
    enable(key);
    clock_.advance(days{400});
    ASSERT_THAT(rotate_now(call(), at(key)), Succeeds());
    clock_.advance(-days{400});
    EXPECT_THAT(rotate_now(call(), at(key)), Succeeds());
}

TEST_F(Rotation, that_was_missed_several_times_happens_once) {
    const KeyId key = create().id;
    enable(key);
    clock_.advance(days{400});
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(sweep(services_), 0u);
    EXPECT_EQ(versions(key), 2u);
    EXPECT_EQ(of(key).next, clock_.now() + days{30});
}

TEST_F(Rotation, waits_while_the_key_is_disabled_and_is_made_up_for) {
    const KeyId key = create().id;
    enable(key);
    ASSERT_THAT(disable_keys(call(), Keys{&at(key)}, Repeat::refused), Succeeds());
    clock_.advance(days{31});
    EXPECT_EQ(sweep(services_), 0u);
    ASSERT_THAT(enable_keys(call(), Keys{&at(key)}, Repeat::refused), Succeeds());
    EXPECT_EQ(sweep(services_), 1u);
    EXPECT_EQ(versions(key), 2u);
}

TEST_F(Rotation, that_was_turned_off_does_not_happen) {
    const KeyId key = create().id;
    enable(key);
    ASSERT_THAT(disable_rotation(call(), at(key), Demands::as_for_enabling), Succeeds());
    EXPECT_FALSE(of(key).enabled);
    clock_.advance(days{31});
    EXPECT_EQ(sweep(services_), 0u);
}

TEST_F(Rotation, is_only_for_symmetric_keys_of_the_servers_own) {
    const KeyId external = create({.origin = keys::KeyOrigin::external}).id;
    const KeyId elliptic = create(KeySpec::ec_p256, KeyUsage::sign_verify).id;
    const KeyId mac = create(KeySpec::hmac_256, KeyUsage::generate_verify_mac).id;
    EXPECT_THAT(enable_rotation(call(), {.key = at(external)}), FailsWith(ErrorCode::key_is_external));
    EXPECT_THAT(enable_rotation(call(), {.key = at(elliptic)}), FailsWith(ErrorCode::rotation_not_for_asymmetric_key));
    EXPECT_THAT(enable_rotation(call(), {.key = at(mac)}), FailsWith(ErrorCode::key_is_for_mac));
    EXPECT_THAT(enable_rotation(call(), {.key = create(KeySpec::sm4)}), Succeeds());
}

TEST_F(Rotation, needs_an_enabled_key) {
    const KeyId key = create().id;
    for (const auto& [state, error] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                       std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::archived, ErrorCode::key_archived}}) {
        set_state(key, state);
        EXPECT_THAT(enable_rotation(call(), {.key = at(key)}), FailsWith(error));
        EXPECT_THAT(rotate_now(call(), at(key)), FailsWith(error));
        EXPECT_THAT(disable_rotation(call(), at(key), Demands::as_for_enabling), FailsWith(error));
        EXPECT_THAT(disable_rotation(call(), at(key), Demands::none), Succeeds());
    }
}

TEST_F(Rotation, enabled_twice_sets_the_period_anew_or_is_refused_as_the_api_wants) {
    const KeyId key = create().id;
    enable(key, 30);
    EXPECT_THAT(enable_rotation(call(), {.key = at(key), .days = 31, .repeat = Repeat::refused}),
                FailsWith(ErrorCode::rotation_already_enabled));
    EXPECT_EQ(of(key).period_days, 30u);
    enable(key, 31);
    EXPECT_EQ(of(key).period_days, 31u);
    EXPECT_EQ(of(key).next, clock_.now() + days{31});
}

TEST_F(Rotation, changes_its_period_only_while_it_is_on) {
    const KeyId key = create().id;
    EXPECT_THAT(set_rotation_period(call(), at(key), 40), FailsWith(ErrorCode::rotation_not_enabled));
    EXPECT_THAT(disable_rotation(call(), at(key), Demands::as_for_enabling),
                FailsWith(ErrorCode::rotation_not_enabled));
    enable(key);
    ASSERT_THAT(set_rotation_period(call(), at(key), 40), Succeeds());
    EXPECT_EQ(of(key).period_days, 40u);
}

TEST_F(Rotation, at_once_happens_once_in_24_hours) {
    const KeyId key = create().id;
    EXPECT_THAT(rotate_now(call(), at(key)), FailsWith(ErrorCode::rotation_not_enabled));
    enable(key);
    ASSERT_THAT(rotate_now(call(), at(key)), Succeeds());
    EXPECT_EQ(versions(key), 2u);
    clock_.advance(hours{24} - Milliseconds{1});
    EXPECT_THAT(rotate_now(call(), at(key)), FailsWith(ErrorCode::rotation_too_soon));
    clock_.advance(Milliseconds{1});
    ASSERT_THAT(rotate_now(call(), at(key)), Succeeds());
    EXPECT_EQ(versions(key), 3u);
    EXPECT_EQ(of(key).next, clock_.now() + days{30});
}

}  // namespace
}  // namespace tandem::service
