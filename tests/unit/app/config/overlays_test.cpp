#include "config/overlays.hpp"

#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::app {
namespace {

std::string environment_refusal(const Environment& environment, const std::vector<std::string>& overrides = {}) {
    try {
        read_development_config({}, environment, overrides);
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::configuration);
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
    EXPECT_EQ(config.dialects.rate, api::RateMode::off);
}

TEST(Environment, skips_the_variables_of_the_client_verbs) {
    EXPECT_EQ(environment_refusal(
                  {{"TANDEM_ADDR", "x"}, {"TANDEM_ID", "x"}, {"TANDEM_SECRET", "x"}, {"TANDEM_TEST_URL", "x"}}),
              "accepted");
}

// Kubernetes 1.31, a service "tandem" with two ports, one of them named; and the same on IPv6.
const Environment kService{{"TANDEM_SERVICE_HOST", "10.0.0.11"},
                           {"TANDEM_SERVICE_PORT", "8990"},
                           {"TANDEM_SERVICE_PORT_HTTPS_API", "8990"},
                           {"TANDEM_PORT", "tcp://10.0.0.11:8990"},
                           {"TANDEM_PORT_8990_TCP", "tcp://10.0.0.11:8990"},
                           {"TANDEM_PORT_8990_TCP_PROTO", "tcp"},
                           {"TANDEM_PORT_8990_TCP_PORT", "8990"},
                           {"TANDEM_PORT_8990_TCP_ADDR", "10.0.0.11"},
                           {"TANDEM_PORT_53_UDP", "udp://[fd00::b]:53"},
                           {"TANDEM_PORT_53_UDP_ADDR", "fd00::b"},
                           {"TANDEM_PORT_9_SCTP_PROTO", "sctp"}};
// Docker, --link tandem, with a range of ports.
const Environment kLink{{"TANDEM_NAME", "/web/tandem"},
                        {"TANDEM_PORT", "tcp://172.17.0.5:8990"},
                        {"TANDEM_PORT_8990_TCP_START", "tcp://172.17.0.5:8990"},
                        {"TANDEM_PORT_8990_TCP_ADDR", "172.17.0.5"},
                        {"TANDEM_PORT_8990_TCP_PORT_START", "8990"},
                        {"TANDEM_PORT_8992_TCP_END", "tcp://172.17.0.5:8992"},
                        {"TANDEM_PORT_8992_TCP_PORT_END", "8992"},
                        {"TANDEM_ENV_TANDEM_LIMITS__RATE", "off"},
                        {"TANDEM_ENV_container", "oci"}};

std::vector<std::string> names_of(const Environment& environment) {
    std::vector<std::string> names;
    for (const auto& [name, value] : environment) names.push_back(name);
    return names;
}
// The same of a service or link with another name.
Environment renamed(const Environment& environment, const std::string& prefix) {
    Environment all;
    for (const auto& [name, value] : environment)
        all.emplace(prefix + name.substr(std::string{"TANDEM"}.size()), value);
    return all;
}

TEST(Environment, variables_of_kubernetes_services_and_docker_links_are_passed_over) {
    for (const auto& environment : {kService, kLink, renamed(kService, "TANDEM_KMS_0"), renamed(kLink, "TANDEM_PORT_1"),
                                    renamed(kLink, "TANDEM_LIMITS")})
        EXPECT_EQ(read_development_config({}, environment, {}).passed_over, names_of(environment));
}

TEST(Environment, the_same_names_with_values_of_another_form_are_settings) {
    for (const auto& [name, value] : kService) EXPECT_NE(environment_refusal({{name, "off"}}), "accepted") << name;
    for (const auto& [name, value] : kLink) {
        if (name.starts_with("TANDEM_ENV_")) continue;
        EXPECT_NE(environment_refusal({{name, "off"}}), "accepted") << name;
    }
    for (const auto* value : {"tcp://10.0.0.11", "http://10.0.0.11:1", "tcp://tandem:8990", "8990", "tcp://10.0.0.11:"})
        EXPECT_NE(environment_refusal({{"TANDEM_PORT", value}}), "accepted") << value;
}

TEST(Environment, a_setting_that_ends_like_a_port_of_a_service_is_set) {
    const auto config = read_development_config({}, {{"TANDEM_TLS__IMPERSONATE_PORT", "8443"}}, {});
    EXPECT_EQ(config.stand_in.impersonate_port, 8443);
    EXPECT_TRUE(config.passed_over.empty());
}

TEST(Environment, what_a_container_passes_on_needs_the_name_of_its_link) {
    EXPECT_NE(environment_refusal({{"TANDEM_LIMITS_ENV_RATE", "off"}}), "accepted");
    EXPECT_EQ(environment_refusal({{"TANDEM_LIMITS_ENV_RATE", "off"}, {"TANDEM_LIMITS_NAME", "/web/tandem-limits"}}),
              "accepted");
}

TEST(Environment, an_unknown_variable_is_an_error_with_a_suggestion) {
    EXPECT_EQ(
        environment_refusal({{"TANDEM_LIMITS__RAET", "off"}}),
        "environment variable TANDEM_LIMITS__RAET: unknown key \"limits.raet\"; did you mean TANDEM_LIMITS__RATE?");
    EXPECT_EQ(environment_refusal({{"TANDEM_LIMTS__RATE", "off"}}),
              "environment variable TANDEM_LIMTS__RATE: unknown key \"limts\"; did you mean TANDEM_LIMITS__RATE?");
}

TEST(Environment, a_single_underscore_is_seen) {
    EXPECT_EQ(
        environment_refusal({{"TANDEM_LIMITS_RATE", "off"}}),
        "environment variable TANDEM_LIMITS_RATE: unknown key \"limits_rate\"; did you mean TANDEM_LIMITS__RATE?");
}

TEST(Environment, a_variable_like_nothing_known_is_refused_without_a_guess) {
    EXPECT_EQ(environment_refusal({{"TANDEM_XYZZY", "1"}}), "environment variable TANDEM_XYZZY: unknown key \"xyzzy\"");
}

TEST(Environment, an_empty_level_is_refused) {
    EXPECT_NE(environment_refusal({{"TANDEM_LIMITS____RATE", "1"}}).find("an empty name"), std::string::npos);
}

TEST(Environment, a_wrong_value_names_its_variable) {
    EXPECT_EQ(
        environment_refusal({{"TANDEM_LIMITS__BODY", "big"}}),
        "environment variable TANDEM_LIMITS__BODY: limits.body: \"big\" is not a size such as 4096, 64KiB or 1MiB");
}

TEST(Overrides, need_an_equals_sign_and_a_known_key) {
    EXPECT_NE(environment_refusal({}, {"limits.rate"}).find("section.key=value"), std::string::npos);
    EXPECT_EQ(environment_refusal({}, {"limits.raet=off"}),
              "--set limits.raet: unknown key \"limits.raet\"; did you mean \"limits.rate\"?");
}

}  // namespace
}  // namespace tandem::app
