// Rules of a caller, and what they let it do.

#include "tandem/service/caller_rules.hpp"

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

class CallerRulesTest : public ServiceTest {
  protected:
    // The rules' word on an operation that finds a key.
    Result<void> on_key(const std::vector<AccessRule>& rules, std::string_view operation, const store::Key& key) {
        CallerRules of_caller{rules, tenant_.facts.id, "api", operation};
        TANDEM_CHECK(of_caller.check_operation());
        return of_caller.check_key(*store_, tenant_, key);
    }
    Result<void> on_nothing(const std::vector<AccessRule>& rules, std::string_view operation) {
        CallerRules of_caller{rules, tenant_.facts.id, "api", operation};
        TANDEM_CHECK(of_caller.check_operation());
        return of_caller.demands_a_key() ? Result<void>{of_caller.names_none()} : Result<void>{};
    }
};

TEST_F(CallerRulesTest, no_rules_are_no_limit) {
    EXPECT_THAT(on_nothing({}, "CreateKey"), Succeeds());
    EXPECT_THAT(on_key({}, "Encrypt", create()), Succeeds());
}

TEST_F(CallerRulesTest, aliases_of_another_tenant_fit_no_rule) {
    const store::Key& foreign = **create_key(neighbours_call(), {.alias = "mine"});
    const auto on_foreign = [&](const std::vector<AccessRule>& rules) -> Result<void> {
        CallerRules of_caller{rules, tenant_.facts.id, "api", "Encrypt"};
        TANDEM_CHECK(of_caller.check_operation());
        return of_caller.check_key(*store_, neighbour_, foreign);
    };
    EXPECT_THAT(on_foreign({{{"*"}, {"alias/mine"}}}), FailsWith(ErrorCode::key_denied));
    EXPECT_THAT(on_foreign({{{"*"}, {foreign.id.text()}}}), Succeeds());
}

TEST_F(CallerRulesTest, any_rule_may_allow_an_operation) {
    const std::vector<AccessRule> rules{{{"Decrypt"}, {}}, {{"List*", "Encrypt"}, {}}};
    const store::Key& key = create();
    EXPECT_THAT(on_key(rules, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key(rules, "Decrypt", key), Succeeds());
    EXPECT_THAT(on_nothing(rules, "ListKeys"), Succeeds());
    EXPECT_THAT(on_key(rules, "DisableKey", key), FailsWith(ErrorCode::operation_denied));
    EXPECT_THAT(on_nothing(rules, "CreateKey"), FailsWith(ErrorCode::operation_denied));
}

TEST_F(CallerRulesTest, an_operation_may_be_that_of_one_api) {
    const store::Key& key = create();
    EXPECT_THAT(on_key({{{"api:Encrypt"}, {}}}, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key({{{"a*:*"}, {}}}, "Encrypt", key), Succeeds());
    EXPECT_THAT(on_key({{{"other:Encrypt"}, {}}}, "Encrypt", key), FailsWith(ErrorCode::operation_denied));
}

TEST_F(CallerRulesTest, keys_have_ids_names_and_aliases) {
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

TEST_F(CallerRulesTest, a_rule_is_for_its_own_keys) {
    const store::Key& orders = create({.alias = "orders"});
    const store::Key& invoices = create({.alias = "invoices"});
    const std::vector<AccessRule> rules{{{"Encrypt"}, {"alias/orders"}}, {{"Decrypt"}, {"alias/invoices"}}};
    EXPECT_THAT(on_key(rules, "Encrypt", orders), Succeeds());
    EXPECT_THAT(on_key(rules, "Decrypt", invoices), Succeeds());
    EXPECT_THAT(on_key(rules, "Encrypt", invoices), FailsWith(ErrorCode::key_denied));
    EXPECT_THAT(on_key(rules, "Decrypt", orders), FailsWith(ErrorCode::key_denied));
}

TEST_F(CallerRulesTest, what_names_no_key_needs_a_rule_without_keys) {
    const std::vector<AccessRule> some{{{"*"}, {"alias/orders"}}};
    EXPECT_THAT(on_nothing(some, "ListKeys"), FailsWith(ErrorCode::operation_denied));
    EXPECT_THAT(on_nothing({some[0], {{"List*"}, {}}}, "ListKeys"), Succeeds());
}

}  // namespace
}  // namespace tandem::service
