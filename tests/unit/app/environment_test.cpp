#include "config/environment.hpp"

#include "tandem/base/startup.hpp"

#include "config/read_config.hpp"

namespace tandem::app {
namespace {

std::string refusal(const Environment& environment, const std::vector<std::string>& overrides = {}) {
    try {
        read_development_config({}, environment, overrides);
    } catch (const StartupError& error) {
        EXPECT_EQ(error.code(), ExitCode::bad_configuration);
        return error.what();
    }
    return "accepted";
}

TEST(Environment, variables_become_sections_and_keys) {
    ConfigNode tree;
    apply_environment(tree, {{"TANDEM_LIMITS__RATE", "off"}, {"TANDEM_TLS__CERT", "/x.pem"}, {"PATH", "/bin"}});
    ASSERT_EQ(tree.members.size(), 2u);
    EXPECT_EQ(tree.find("limits")->value.find("rate")->value.scalar, "off");
    EXPECT_EQ(tree.find("tls")->value.find("cert")->value.scalar, "/x.pem");
}

TEST(Environment, json_values_become_trees) {
    ConfigNode tree;
    apply_environment(tree, {{"TANDEM_LIMITS__RATE", R"({"huawei": {"*": 5}})"}});
    EXPECT_EQ(tree.find("limits")->value.find("rate")->value.find("huawei")->value.find("*")->value.scalar, "5");
}

TEST(Environment, lays_itself_over_what_the_file_says) {
    auto tree = parse_yaml("limits:\n  rate: vendor\n  body: 1KiB\n", {});
    apply_environment(tree, {{"TANDEM_LIMITS__RATE", "off"}});
    EXPECT_EQ(tree.find("limits")->value.find("rate")->value.scalar, "off");
    EXPECT_EQ(tree.find("limits")->value.find("body")->value.scalar, "1KiB");
}

TEST(Environment, flags_win_over_variables) {
    const auto config = read_development_config({}, {{"TANDEM_LIMITS__RATE", "vendor"}}, {"limits.rate=off"});
    EXPECT_EQ(config.dialects.rate, dialect::RateMode::off);
}

TEST(Environment, skips_the_variables_of_the_client_verbs) {
    EXPECT_EQ(refusal({{"TANDEM_ADDR", "x"}, {"TANDEM_ID", "x"}, {"TANDEM_SECRET", "x"}, {"TANDEM_TEST_URL", "x"}}),
              "accepted");
}

TEST(Environment, an_unknown_variable_is_an_error_with_a_suggestion) {
    EXPECT_EQ(
        refusal({{"TANDEM_LIMITS__RAET", "off"}}),
        "environment variable TANDEM_LIMITS__RAET: unknown key \"limits.raet\"; did you mean TANDEM_LIMITS__RATE?");
    EXPECT_EQ(refusal({{"TANDEM_LIMTS__RATE", "off"}}),
              "environment variable TANDEM_LIMTS__RATE: unknown key \"limts\"; did you mean TANDEM_LIMITS__RATE?");
}

TEST(Environment, a_single_underscore_is_seen) {
    EXPECT_EQ(
        refusal({{"TANDEM_LIMITS_RATE", "off"}}),
        "environment variable TANDEM_LIMITS_RATE: unknown key \"limits_rate\"; did you mean TANDEM_LIMITS__RATE?");
}

TEST(Environment, a_variable_like_nothing_known_is_refused_without_a_guess) {
    EXPECT_EQ(refusal({{"TANDEM_XYZZY", "1"}}), "environment variable TANDEM_XYZZY: unknown key \"xyzzy\"");
}

TEST(Environment, an_empty_level_is_refused) {
    EXPECT_NE(refusal({{"TANDEM_LIMITS____RATE", "1"}}).find("an empty name"), std::string::npos);
}

TEST(Environment, a_wrong_value_names_its_variable) {
    EXPECT_EQ(
        refusal({{"TANDEM_LIMITS__BODY", "big"}}),
        "environment variable TANDEM_LIMITS__BODY: limits.body: \"big\" is not a size such as 4096, 64KiB or 1MiB");
}

TEST(Overrides, need_an_equals_sign_and_a_known_key) {
    EXPECT_NE(refusal({}, {"limits.rate"}).find("section.key=value"), std::string::npos);
    EXPECT_EQ(refusal({}, {"limits.raet=off"}),
              "--set limits.raet: unknown key \"limits.raet\"; did you mean \"limits.rate\"?");
}

}  // namespace
}  // namespace tandem::app
