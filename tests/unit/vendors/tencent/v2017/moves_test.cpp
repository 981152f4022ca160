// Requests on a worker, when things changed while they waited (api/pipeline.hpp).

#include "fixture.hpp"

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017Moves : public Tencent2017Test {
  protected:
    // How a DisableKey failed that waited for a worker while `meanwhile` happened; nothing: it did not.
    template <class Meanwhile>
    std::optional<ErrorCode> failure_after(const std::string& key, Meanwhile meanwhile) {
        const RequestText request = client_.post("DisableKey", {{"keyId", key}}, now());
        Exchange exchange;
        EXPECT_EQ(run(request, exchange, Place::io_thread), Disposition::moves);
        EXPECT_NE(exchange.continuation, nullptr);
        meanwhile();
        EXPECT_EQ(run(request, exchange, Place::worker), Disposition::answered);
        EXPECT_EQ(exchange.continuation, nullptr);
        return exchange.facts.failed ? std::optional{exchange.facts.error} : std::nullopt;
    }
    void replace_credential(store::CredentialFacts facts, std::string_view secret) {
        facts.id = client_.secret_id;
        add_credential(ours_, facts, secret);
    }
    std::string state(const std::string& key) { return metadata(key).at("keyState"); }
};

TEST_F(Tencent2017Moves, what_nobody_touched_is_done) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key, [] {}), std::nullopt);
    EXPECT_EQ(state(key), "Disabled");
}

TEST_F(Tencent2017Moves, a_caller_who_was_disabled_changes_nothing) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key,
                            [&] {
                                commit(ours_.id, store::HoldCredential{client_.secret_id,
                                                                       store::CredentialHold::disabled, clock_.now()});
                            }),
              ErrorCode::credential_disabled);
    commit(ours_.id, store::HoldCredential{client_.secret_id, store::CredentialHold::none, {}});
    EXPECT_EQ(state(key), "Enabled");
}

TEST_F(Tencent2017Moves, a_caller_with_another_secret_has_to_sign_again) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key, [&] { replace_credential({}, "another-secret"); }), ErrorCode::signature_mismatch);
    replace_credential({}, client_.secret_key);
    EXPECT_EQ(state(key), "Enabled");
}

TEST_F(Tencent2017Moves, rules_hold_as_they_are_by_then) {
    const std::string key = create_key();
    const auto allow = [&](store::AccessRule rule) {
        return [this, rule] { replace_credential({.allow = {rule}}, client_.secret_key); };
    };
    EXPECT_EQ(failure_after(key, allow({{"Encrypt"}, {}})), ErrorCode::operation_denied);
    replace_credential({}, client_.secret_key);
    EXPECT_EQ(failure_after(key, allow({{"*"}, {"alias/other"}})), ErrorCode::key_denied);
    replace_credential({}, client_.secret_key);
    EXPECT_EQ(state(key), "Enabled");
    EXPECT_EQ(failure_after(key, allow({{"DisableKey"}, {key}})), std::nullopt);
}

TEST_F(Tencent2017Moves, a_tenant_that_is_gone_has_no_callers) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key, [&] { commit(ours_.id, store::RemoveTenant{}); }), ErrorCode::credential_unknown);
}

TEST_F(Tencent2017Moves, a_key_is_in_the_state_that_it_has_by_then) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key, [&] { call("ScheduleKeyDeletion", {{"keyId", key}, {"pendingWindowInDays", "7"}}); }),
              ErrorCode::key_pending_deletion);
}

TEST_F(Tencent2017Moves, a_key_whose_time_ended_is_not_there) {
    const std::string key = create_key();
    EXPECT_EQ(failure_after(key,
                            [&] {
                                call("ScheduleKeyDeletion", {{"keyId", key}, {"pendingWindowInDays", "7"}});
                                clock_.advance(std::chrono::days{8});
                            }),
              ErrorCode::key_not_found);
}

TEST_F(Tencent2017Moves, the_rate_is_paid_once_however_often_it_begins) {
    const std::string key = create_key();
    use([](AllSettings& s) {
        s.rate = RateMode::map;
        s.rates = {{"tencent-2017", "DisableKey", 1}};
    });
    EXPECT_EQ(failure_after(key, [&] { replace_credential({}, client_.secret_key); }), std::nullopt);
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
