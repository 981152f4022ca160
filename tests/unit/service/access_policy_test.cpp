// What the rules of a caller let him do.

#include "tandem/service/access_policy.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using store::AccessRule;

TEST(Patterns, fit_whole_texts) {
    EXPECT_TRUE(fits_pattern("Encrypt", "Encrypt"));
    EXPECT_FALSE(fits_pattern("Encrypt", "encrypt"));
    EXPECT_FALSE(fits_pattern("EncryptData", "Encrypt"));
    EXPECT_FALSE(fits_pattern("Encrypt", "EncryptData"));
    EXPECT_TRUE(fits_pattern("", ""));
    EXPECT_FALSE(fits_pattern("x", ""));
}

TEST(Patterns, have_a_star_for_any_characters) {
    for (const char* pattern : {"*", "**", "Encrypt*", "*Data", "*crypt*", "E*D*a", "Encrypt*Data"})
        EXPECT_TRUE(fits_pattern("EncryptData", pattern)) << pattern;
    for (const char* pattern : {"*Key", "D*", "Encrypt*Key", "*x*", "EncryptData*a", "E*D*x"})
        EXPECT_FALSE(fits_pattern("EncryptData", pattern)) << pattern;
    EXPECT_TRUE(fits_pattern("", "*"));
    EXPECT_TRUE(fits_pattern("aab", "*ab"));
    EXPECT_TRUE(fits_pattern("abcabd", "*ab*d"));
    EXPECT_FALSE(fits_pattern(std::string(10'000, 'a'), "*a*a*a*b"));
}

class CountingObserver final : public KeyObserver {
  public:
    Result<void> found(const Call&, const store::Key&) override {
        ++count;
        return {};
    }
    int count = 0;
};

class AccessPolicyTest : public ServiceTest {
  protected:
    // What the rules say of an operation on a key, which the request names and the operation finds.
    Result<void> on_key(const std::vector<AccessRule>& rules, std::string_view operation, const store::Key& key) {
        AccessPolicy policy{rules, tenant_, "api", operation, &next_};
        TANDEM_CHECK(policy.check_operation());
        TANDEM_CHECK(policy.check_request(true));
        Call asked = call();
        asked.key_observer = policy.observer();
        TANDEM_CHECK(find_key(asked, key.id));
        return policy.check_outcome();
    }
    Result<void> on_nothing(const std::vector<AccessRule>& rules, std::string_view operation) {
        AccessPolicy policy{rules, tenant_, "api", operation, &next_};
        TANDEM_CHECK(policy.check_operation());
        return policy.check_request(false);
    }

    CountingObserver next_;
};

TEST_F(AccessPolicyTest, no_rules_are_no_limit) {
    const AccessPolicy policy{{}, tenant_, "api", "Encrypt", &next_};
    EXPECT_FALSE(policy.limits());
}

TEST_F(AccessPolicyTest, aliases_of_another_tenant_fit_no_rule) {
    const std::vector<AccessRule> rules{{{"*"}, {"alias/mine"}}};
    const store::Key& foreign = **create_key(neighbours_call(), {.alias = "mine"});
    AccessPolicy policy{rules, tenant_, "api", "Encrypt", &next_};
    ASSERT_THAT(policy.check_operation(), Succeeds());
    Call asked = neighbours_call();
    asked.key_observer = policy.observer();
    EXPECT_THAT(find_key(asked, foreign.id), FailsWith(ErrorCode::key_denied));
    const std::vector<AccessRule> by_id{{{"*"}, {foreign.id.text()}}};
    AccessPolicy of_id{by_id, tenant_, "api", "Encrypt", &next_};
    ASSERT_THAT(of_id.check_operation(), Succeeds());
    asked.key_observer = of_id.observer();
    EXPECT_THAT(find_key(asked, foreign.id), Succeeds());
}

TEST_F(AccessPolicyTest, any_rule_may_allow_an_operation) {
    const std::vector<AccessRule> rules{{{"Decrypt"}, {}}, {{"List*", "Encrypt"}, {}}};
    const store::Key& key = create();
    EXPECT_THAT(on_key(rules, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key(rules, "Decrypt", key), Succeeds());
    EXPECT_THAT(on_nothing(rules, "ListKeys"), Succeeds());
    EXPECT_THAT(on_key(rules, "DisableKey", key), FailsWith(ErrorCode::operation_denied));
    EXPECT_THAT(on_nothing(rules, "CreateKey"), FailsWith(ErrorCode::operation_denied));
}

TEST_F(AccessPolicyTest, an_operation_may_be_that_of_one_api) {
    const store::Key& key = create();
    EXPECT_THAT(on_key({{{"api:Encrypt"}, {}}}, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key({{{"a*:*"}, {}}}, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key({{{"other:Encrypt"}, {}}}, "Encrypt", key), FailsWith(ErrorCode::operation_denied));
}

TEST_F(AccessPolicyTest, keys_have_ids_names_and_aliases) {
    const store::Key& key = create({.alias = "orders-2025"});
    const store::Key& other = create({.alias = "invoices"});
    for (const std::string& pattern : {key.id.text(), key.name.text(), key.id.text().substr(0, 8) + "*",
                                       std::string{"alias/orders-2025"}, std::string{"alias/orders-*"}}) {
        const std::vector<AccessRule> rules{{{"Encrypt"}, {pattern}}};
        EXPECT_THAT(on_key(rules, "Encrypt", key), Succeeds()) << pattern;
        EXPECT_THAT(on_key(rules, "Encrypt", other), FailsWith(ErrorCode::key_denied)) << pattern;
        EXPECT_THAT(on_key(rules, "Decrypt", key), FailsWith(ErrorCode::operation_denied)) << pattern;
    }
    EXPECT_THAT(on_key({{{"Encrypt"}, {"orders-2025"}}}, "Encrypt", key), FailsWith(ErrorCode::key_denied));
}

TEST_F(AccessPolicyTest, a_rule_is_for_its_own_keys) {
    const store::Key& orders = create({.alias = "orders"});
    const store::Key& invoices = create({.alias = "invoices"});
    const std::vector<AccessRule> rules{{{"Encrypt"}, {"alias/orders"}}, {{"Decrypt"}, {"alias/invoices"}}};
    EXPECT_THAT(on_key(rules, "Encrypt", orders), Succeeds());
    EXPECT_THAT(on_key(rules, "Decrypt", invoices), Succeeds());
    EXPECT_THAT(on_key(rules, "Encrypt", invoices), FailsWith(ErrorCode::key_denied));
    EXPECT_THAT(on_key(rules, "Decrypt", orders), FailsWith(ErrorCode::key_denied));
}

TEST_F(AccessPolicyTest, what_names_no_key_needs_a_rule_without_keys) {
    const std::vector<AccessRule> some{{{"*"}, {"alias/orders"}}};
    EXPECT_THAT(on_nothing(some, "ListKeys"), FailsWith(ErrorCode::operation_denied));
    EXPECT_THAT(on_nothing({some[0], {{"List*"}, {}}}, "ListKeys"), Succeeds());
}

TEST_F(AccessPolicyTest, an_answer_that_no_key_stands_behind_is_withheld) {
    const std::vector<AccessRule> rules{{{"*"}, {"*"}}};
    AccessPolicy policy{rules, tenant_, "api", "Describe", &next_};
    EXPECT_THAT(policy.check_operation(), Succeeds());
    EXPECT_THAT(policy.check_request(true), Succeeds());
    EXPECT_THAT(policy.check_outcome(), FailsWith(ErrorCode::operation_denied));
}

TEST_F(AccessPolicyTest, the_next_observer_hears_of_what_is_allowed) {
    const store::Key& key = create({.alias = "orders"});
    EXPECT_THAT(on_key({{{"*"}, {"alias/orders"}}}, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key({{{"*"}, {}}}, "Encrypt", key), Succeeds());
    EXPECT_EQ(next_.count, 2);
    EXPECT_THAT(on_key({{{"*"}, {"alias/other"}}}, "Encrypt", key), FailsWith(ErrorCode::key_denied));
    EXPECT_EQ(next_.count, 2);
}

}  // namespace
}  // namespace tandem::service
