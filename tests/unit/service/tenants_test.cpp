#include "tandem/service/actions/tenants.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/credentials.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>

#include <set>

namespace tandem::service {
namespace {

using test::FailsWith;
using test::Succeeds;

class Tenants : public testing::Test {
  protected:
    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(32), clock_);
    Services services_{*store_, clock_, {}};
};

// Expected values computed with another language's SHA-256.
TEST(TenantIdentity, is_derived_from_the_name) {
    EXPECT_EQ(store::tenant_id_of("default").text(), "7d5b96fa-5cb5-b6e9-f5ee-c98d14ee68fc");
    const auto facts = derived_tenant("acme", "somewhere");
    EXPECT_EQ(facts.id.text(), "4c49baa7-4054-93e1-a58e-ac8e522dfb97");
    EXPECT_EQ(facts.domain_id, "cc13964201c4b4b8febf743538974f5b");
    EXPECT_EQ(facts.account_number, 456'426'021'553u);
    EXPECT_EQ(facts.application_number, 1'498'308'320u);
    ASSERT_EQ(facts.projects.size(), 1u);
    EXPECT_EQ(facts.projects[0].name, "somewhere");
    EXPECT_EQ(facts.projects[0].id, "f6ba1f9c038070fe714465ee815028cf");
}

TEST(TenantIdentity, is_random_for_tenants_made_at_run_time) {
    const auto one = random_tenant("acme", "somewhere");
    const auto other = random_tenant("acme", "somewhere");
    EXPECT_NE(one.id, other.id);
    EXPECT_NE(one.id, store::tenant_id_of("acme"));
    EXPECT_NE(one.domain_id, other.domain_id);
    EXPECT_EQ(one.projects[0].id.size(), 32u);
    EXPECT_EQ(std::to_string(one.account_number).size(), 12u);
}

TEST(TenantIdentity, invents_a_name_when_there_is_none) {
    const auto facts = random_tenant("", "somewhere");
    EXPECT_TRUE(facts.name.starts_with("tenant-"));
    EXPECT_THAT(check_tenant_name(facts.name), Succeeds());
    EXPECT_NE(facts.name, random_tenant("", "somewhere").name);
}

TEST(TenantName, may_have_64_characters_and_no_more) {
    EXPECT_THAT(check_tenant_name(std::string(63, 'a')), Succeeds());
    EXPECT_THAT(check_tenant_name(std::string(64, 'a')), Succeeds());
    EXPECT_THAT(check_tenant_name(std::string(65, 'a')), FailsWith(ErrorCode::parameter_invalid));
    EXPECT_THAT(check_tenant_name(""), FailsWith(ErrorCode::parameter_invalid));
}

TEST(TenantName, begins_with_a_letter_or_digit_and_has_few_signs) {
    EXPECT_THAT(check_tenant_name("9a.b_c-D"), Succeeds());
    for (const auto* name : {"-a", ".a", "_a", "a b", "a/b", "a\n", "\xc3\xa9"})
        EXPECT_THAT(check_tenant_name(name), FailsWith(ErrorCode::parameter_invalid)) << name;
}

TEST(RandomCredential, has_letters_and_digits_of_fixed_lengths) {
    const auto credential = random_credential();
    EXPECT_EQ(credential.id.size(), 36u);
    EXPECT_TRUE(credential.id.starts_with("AKID"));
    const auto secret = as_text(credential.secret.expose_secret());
    EXPECT_EQ(secret.size(), 40u);
    EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
              std::string_view::npos);
    EXPECT_NE(random_credential().id, credential.id);
}

TEST_F(Tenants, create_makes_tenant_and_credential_together) {
    const auto facts = random_tenant("acme", "somewhere");
    const auto credential = random_credential();
    ASSERT_THAT(create_tenant(services_, facts, credential), Succeeds());
    const auto guard = store_->read();
    const auto* stored = store_->find_credential(credential.id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->facts.tenant, facts.id);
    EXPECT_EQ(stored->secret, credential.secret);
    ASSERT_TRUE(store_->find_tenant_by_name("acme"));
    EXPECT_EQ(store_->find_tenant_by_name("acme")->facts.domain_id, facts.domain_id);
}

TEST_F(Tenants, create_refuses_a_name_that_is_taken) {
    ASSERT_THAT(create_tenant(services_, random_tenant("acme", "p"), random_credential()), Succeeds());
    EXPECT_THAT(create_tenant(services_, random_tenant("acme", "p"), random_credential()),
                FailsWith(ErrorCode::conflict));
    EXPECT_THAT(create_tenant(services_, random_tenant("acme2", "p"), random_credential()), Succeeds());
}

TEST_F(Tenants, a_credential_needs_a_tenant) {
    EXPECT_THAT(create_credential(services_, "nobody", random_credential()), FailsWith(ErrorCode::parameter_invalid));
}

TEST_F(Tenants, removing_a_credential_leaves_its_neighbour) {
    ASSERT_THAT(create_tenant(services_, random_tenant("acme", "p"), random_credential()), Succeeds());
    const auto one = random_credential();
    const auto other = random_credential();
    ASSERT_THAT(create_credential(services_, "acme", one), Succeeds());
    ASSERT_THAT(create_credential(services_, "acme", other), Succeeds());
    EXPECT_THAT(remove_credential(services_, one.id), Succeeds());
    EXPECT_THAT(remove_credential(services_, one.id), FailsWith(ErrorCode::credential_unknown));
    const auto guard = store_->read();
    EXPECT_FALSE(store_->find_credential(one.id));
    EXPECT_TRUE(store_->find_credential(other.id));
}

}  // namespace
}  // namespace tandem::service
