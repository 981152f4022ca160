#include "tandem/service/actions/credentials.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using store::CredentialHold;
using store::CredentialOrigin;
using test::FailsWith;
using test::Succeeds;

class Credentials : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_THAT(create_tenant(services_, tenant_, {"made", SecretBytes::copy_of(as_bytes("secret"))}), Succeeds());
        give("given", CredentialOrigin::configuration);
        give("seeded", CredentialOrigin::seed);
    }
    void give(const std::string& id, CredentialOrigin origin, bool enabled = true) {
        store::CredentialFacts facts;
        facts.id = id;
        facts.tenant = tenant_.id;
        facts.origin = origin;
        facts.enabled = enabled;
        std::vector<store::Change> changes;
        changes.emplace_back(store::PutCredential{facts, SecretBytes::copy_of(as_bytes("secret"))});
        ASSERT_THAT(store_->commit(tenant_.id, std::move(changes)), Succeeds());
    }
    CredentialHold hold_of(std::string_view id) {
        const auto guard = store_->read();
        if (store_->find_removed_credential(id)) return CredentialHold::removed;
        const auto* found = store_->find_credential(id);
        EXPECT_TRUE(found) << id;
        return found ? found->facts.hold : CredentialHold::none;
    }
    bool is_there(std::string_view id) {
        const auto guard = store_->read();
        return store_->find_credential(id) || store_->find_removed_credential(id);
    }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(32), clock_);
    Services services_{*store_, clock_, {}};
    store::TenantFacts tenant_ = random_tenant("acme", "p");
};

TEST_F(Credentials, made_at_run_time_are_removed_without_a_mark) {
    const auto left = remove_credential(services_, "made");
    ASSERT_THAT(left, Succeeds());
    EXPECT_EQ(*left, Removed::nothing);
    EXPECT_FALSE(is_there("made"));
}

TEST_F(Credentials, given_by_a_configuration_or_a_seed_leave_a_mark) {
    for (const char* id : {"given", "seeded"}) {
        const auto left = remove_credential(services_, id);
        ASSERT_THAT(left, Succeeds());
        EXPECT_EQ(*left, Removed::a_mark) << id;
        EXPECT_EQ(hold_of(id), CredentialHold::removed) << id;
        EXPECT_THAT(remove_credential(services_, id), FailsWith(ErrorCode::credential_unknown)) << id;
    }
}

TEST_F(Credentials, enabling_a_removed_one_lets_it_come_back) {
    ASSERT_THAT(remove_credential(services_, "given"), Succeeds());
    const auto enabled = enable_credential(services_, "given");
    ASSERT_THAT(enabled, Succeeds());
    EXPECT_EQ(*enabled, Enabled::at_next_start);
    EXPECT_FALSE(is_there("given"));
}

TEST_F(Credentials, disabled_until_enabled) {
    ASSERT_THAT(disable_credential(services_, "made"), Succeeds());
    ASSERT_THAT(disable_credential(services_, "made"), Succeeds());
    EXPECT_EQ(hold_of("made"), CredentialHold::disabled);
    const auto enabled = enable_credential(services_, "made");
    ASSERT_THAT(enabled, Succeeds());
    EXPECT_EQ(*enabled, Enabled::now);
    EXPECT_EQ(hold_of("made"), CredentialHold::none);
    EXPECT_THAT(enable_credential(services_, "made"), Succeeds());
}

TEST_F(Credentials, given_as_disabled_are_not_the_operators_to_enable) {
    give("off", CredentialOrigin::configuration, false);
    EXPECT_THAT(enable_credential(services_, "off"), FailsWith(ErrorCode::conflict));
}

TEST_F(Credentials, unknown_ones_are_told) {
    EXPECT_THAT(remove_credential(services_, "nobody"), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(forget_credential(services_, "nobody"), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(disable_credential(services_, "nobody"), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(enable_credential(services_, "nobody"), FailsWith(ErrorCode::credential_unknown));
}

TEST_F(Credentials, an_older_state_holds_all_of_them) {
    const auto held = hold_every_credential(services_, {});
    ASSERT_THAT(held, Succeeds());
    EXPECT_EQ(*held, 3U);
    for (const char* id : {"made", "given", "seeded"}) EXPECT_EQ(hold_of(id), CredentialHold::older_state) << id;
}

TEST_F(Credentials, the_form_of_a_random_id_is_known_again) {
    const auto id = random_credential().id;
    EXPECT_TRUE(has_random_form(id));
    EXPECT_FALSE(has_random_form(id + "a"));
    EXPECT_FALSE(has_random_form(id.substr(0, id.size() - 1)));
    EXPECT_FALSE(has_random_form("AKID" + std::string(31, 'a') + "-"));
    EXPECT_FALSE(has_random_form("akid" + std::string(32, 'a')));
}

}  // namespace
}  // namespace tandem::service
