#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::app {
namespace {

TEST(DevelopmentConfig, has_the_published_credential_and_tenant) {
    const auto config = read_development_config({}, {}, {});
    ASSERT_EQ(config.tenants.size(), 1u);
    EXPECT_EQ(config.tenants[0].id.text(), "7d5b96fa-5cb5-b6e9-f5ee-c98d14ee68fc");
    EXPECT_EQ(config.tenants[0].domain_name, "tandemdev");
    EXPECT_EQ(config.tenants[0].projects.at(0).id, std::string(32, '0'));
    EXPECT_EQ(config.tenants[0].projects.at(0).name, "cn-north-4");
    ASSERT_EQ(config.credentials.size(), 1u);
    EXPECT_EQ(config.credentials[0].id, "tandemdev");
    EXPECT_EQ(config.credentials[0].user_name, "tandemdev");
    EXPECT_EQ(as_text(config.credentials[0].secret.expose_secret()), "tandemdevsecret");
}

TEST(DevelopmentConfig, listens_on_both_loopback_addresses_with_tls_beside) {
    const auto config = read_development_config({}, {}, {});
    ASSERT_EQ(config.listeners.size(), 2u);
    EXPECT_EQ(config.listeners[0].address, "127.0.0.1:8990");
    EXPECT_EQ(config.listeners[1].address, "[::1]:8990");
    EXPECT_TRUE(config.listeners[1].may_be_missing);
    for (const auto& listener : config.listeners) {
        EXPECT_EQ(listener.tls, http::TlsMode::optional);
        EXPECT_EQ(listener.serve, (std::vector<std::string>{"tencent-2019", "tencent-2017", "huawei", "admin"}));
    }
}

TEST(DevelopmentConfig, port_0_is_one_port) {
    const auto config = read_development_config({{}, {}, 0, 0}, {}, {});
    ASSERT_EQ(config.listeners.size(), 1u);
    EXPECT_EQ(config.listeners[0].address, "127.0.0.1:0");
}

TEST(DevelopmentConfig, takes_ipv6_hosts_with_and_without_brackets) {
    EXPECT_EQ(read_development_config({{}, "::1", 1, 0}, {}, {}).listeners.at(0).address, "[::1]:1");
    EXPECT_EQ(read_development_config({{}, "[::1]", 1, 0}, {}, {}).listeners.at(0).address, "[::1]:1");
}

TEST(DevelopmentConfig, impersonates_nobody_by_itself) {
    for (const auto& listener : read_development_config({}, {}, {}).listeners) EXPECT_FALSE(listener.impersonates);
}

TEST(DevelopmentConfig, impersonates_on_port_443_of_the_same_addresses) {
    const auto config = read_development_config({.impersonate = true}, {}, {});
    ASSERT_EQ(config.listeners.size(), 4u);
    EXPECT_EQ(config.listeners[2].address, "127.0.0.1:443");
    EXPECT_EQ(config.listeners[3].address, "[::1]:443");
    EXPECT_TRUE(config.listeners[3].may_be_missing);
    for (const auto& listener : {config.listeners[2], config.listeners[3]}) {
        EXPECT_TRUE(listener.impersonates);
        EXPECT_EQ(listener.tls, http::TlsMode::required);
        EXPECT_EQ(listener.serve, (std::vector<std::string>{"tencent-2019", "tencent-2017", "huawei"}));
    }
}

TEST(DevelopmentConfig, the_port_of_the_flag_wins_over_the_variable) {
    const Environment environment{{"TANDEM_TLS__IMPERSONATE", "true"}, {"TANDEM_TLS__IMPERSONATE_PORT", "1443"}};
    EXPECT_EQ(read_development_config({}, environment, {}).listeners.at(2).address, "127.0.0.1:1443");
    EXPECT_EQ(read_development_config({.impersonate_port = 2443}, environment, {}).listeners.at(2).address,
              "127.0.0.1:2443");
}

TEST(DevelopmentConfig, impersonation_and_certificate_files_exclude_each_other) {
    EXPECT_THROW(read_development_config({.impersonate = true}, {}, {"tls.cert=a.pem", "tls.key=a.key"}), UserError);
}

TEST(DevelopmentConfig, keeps_keys_where_it_is_told) {
    EXPECT_TRUE(read_development_config({}, {}, {}).storage.database.empty());
    const auto config = read_development_config({"d", {}, 1, 0}, {}, {});
    EXPECT_EQ(config.storage.database, "d/tandem.db");
    EXPECT_EQ(config.storage.unseal_key, "d/unseal.key");
    EXPECT_EQ(config.storage.anchor, "d/tandem.db-anchor");
    EXPECT_TRUE(config.storage.make_unseal_key);
}

TEST(DevelopmentConfig, the_environment_changes_limits) {
    EXPECT_EQ(read_development_config({}, {{"TANDEM_LIMITS__RATE", "off"}}, {}).dialects.rate, api::RateMode::off);
}

TEST(DevelopmentConfig, the_environment_adds_tenants_and_credentials) {
    const auto config =
        read_development_config({},
                                {{"TANDEM_TENANTS", R"([{"name":"acme"}])"},
                                 {"TANDEM_CREDENTIALS", R"([{"id":"a","secret":"s","tenant":"acme"}])"}},
                                {});
    EXPECT_EQ(config.tenants.size(), 2u);
    EXPECT_EQ(config.credentials.size(), 2u);
}

TEST(DevelopmentConfig, refuses_variables_for_what_flags_say) {
    for (const auto* name : {"TANDEM_STORAGE__URL", "TANDEM_ROOT_KEY__FILE", "TANDEM_LISTENERS"})
        EXPECT_THROW(read_development_config({}, {{name, "x"}}, {}), UserError) << name;
}

}  // namespace
}  // namespace tandem::app
