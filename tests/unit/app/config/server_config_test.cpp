#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "host/available_memory.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace tandem::app {
namespace {

using namespace std::chrono_literals;

const std::string kLeast = "storage: {url: 'sqlite:/data/tandem.db'}\ntenants: [{name: acme}]\n";

Config read(const std::string& more, const Environment& environment = {}) {
    return read_server_config_text(kLeast + more, "t.yaml", environment, {});
}

struct Refusal {
    std::string text;
    std::optional<UserError::Kind> kind;  // none when it was accepted
};
Refusal refusal_of_text(const std::string& text, const Environment& environment = {}) {
    try {
        read_server_config_text(text, "t.yaml", environment, {});
    } catch (const UserError& error) {
        return {error.what(), error.kind()};
    }
    return {"accepted", std::nullopt};
}
std::string refusal(const std::string& more, const Environment& environment = {}) {
    return refusal_of_text(kLeast + more, environment).text;
}
std::optional<UserError::Kind> refusal_kind(const std::string& more) { return refusal_of_text(kLeast + more).kind; }

TEST(ServerConfig, has_safe_defaults) {
    const auto config = read("");
    EXPECT_EQ(config.mode, Mode::server);
    EXPECT_FALSE(config.dialects.development);
    EXPECT_FALSE(config.storage.make_unseal_key);
    EXPECT_EQ(config.storage.unseal_key, "/data/unseal.key");
    EXPECT_EQ(config.storage.anchor, "/data/tandem.db-anchor");
    EXPECT_EQ(config.logging.format, LogFormat::json);
    EXPECT_TRUE(config.credentials.empty());
    ASSERT_EQ(config.listeners.size(), 3u);
    EXPECT_EQ(config.listeners[0].address, "127.0.0.1:8990");
    EXPECT_EQ(config.listeners[0].serve,
              (std::vector<std::string>{"tencent-2019", "tencent-2017", "huawei", "health"}));
    EXPECT_EQ(config.listeners[2].address, "unix:/data/admin.sock");
    EXPECT_EQ(config.listeners[2].serve, std::vector<std::string>{"admin"});
}

TEST(ServerConfig, impersonates_nobody) { EXPECT_EQ(refusal_kind("tls: {impersonate: true}\n"), UserError::unsafe); }

TEST(ServerConfig, unknown_keys_have_a_place_and_a_suggestion) {
    EXPECT_EQ(refusal("limts: {}\n"), "t.yaml:3:1: unknown key \"limts\"; did you mean \"limits\"?");
    EXPECT_EQ(refusal("limits:\n  bdy: 1\n"), "t.yaml:4:3: unknown key \"limits.bdy\"; did you mean \"limits.body\"?");
}

TEST(ServerConfig, an_unknown_key_that_is_like_none_is_told_all_that_there_are) {
    EXPECT_EQ(refusal("credentials:\n  - {id: a, secret: s, grants: []}\n"),
              "t.yaml:4:24: unknown key \"credentials[0].grants\"; there are tenant, user, id, secret, allow, enabled, "
              "expires");
    EXPECT_EQ(refusal("limits: {xyzzy: 1}\n").find("memory, memory"), std::string::npos);
}

TEST(ServerConfig, wrong_kinds_have_a_place) {
    EXPECT_EQ(refusal("limits: 5\n"), "t.yaml:3:9: limits must be a section of keys");
    EXPECT_EQ(refusal("listeners: {}\n"), "t.yaml:3:12: listeners: a list is needed");
    EXPECT_EQ(refusal("limits: {connections: many}\n"),
              "t.yaml:3:23: limits.connections: \"many\" is not a whole number from 1 to 1000000");
    EXPECT_EQ(refusal("limits: {idle_timeout: soon}\n"),
              "t.yaml:3:24: limits.idle_timeout: \"soon\" is not a time such as 500ms, 30s, 5m or 2h");
    EXPECT_EQ(refusal("limits: {body: [1]}\n"), "t.yaml:3:16: limits.body: a single value is needed");
    EXPECT_EQ(refusal("logging: {format: xml}\n"), "t.yaml:3:19: logging.format: \"xml\" is not one of text, json");
}

TEST(ServerConfig, numbers_stay_in_their_range) {
    EXPECT_EQ(refusal("threads: {io: 0}\n").substr(0, 10), "t.yaml:3:1");
    EXPECT_EQ(read("threads: {io: 1}\n").io_threads, 1u);
    EXPECT_EQ(read("threads: {io: 1024}\n").io_threads, 1024u);
    EXPECT_NE(refusal("threads: {io: 1025}\n"), "accepted");
    EXPECT_NE(refusal("limits: {body: 99999999999999999999}\n"), "accepted");
    EXPECT_NE(refusal("limits: {connections: -1}\n"), "accepted");
}

TEST(ServerConfig, reads_sizes_and_times) {
    const auto config = read(
        "limits: {body: 64KiB, header: 1MiB, target: 4096, idle_timeout: 75s, body_timeout: 500ms, "
        "connection_age: 2h, write_timeout: 7}\n");
    EXPECT_EQ(config.sessions.body_bytes, 65'536u);
    EXPECT_EQ(config.sessions.header_bytes, 1'048'576u);
    EXPECT_EQ(config.sessions.target_bytes, 4'096u);
    EXPECT_EQ(config.sessions.idle, 75s);
    EXPECT_EQ(config.sessions.body, 500ms);
    EXPECT_EQ(config.sessions.connection_age, 2h);
    EXPECT_EQ(config.sessions.write, 7s);
}

TEST(ServerConfig, memory_for_connections_is_a_quarter_or_what_is_said) {
    EXPECT_EQ(read("").sessions.memory_bytes, default_connection_memory());
    EXPECT_EQ(read("limits: {memory: 2GiB}\n").sessions.memory_bytes, 2'147'483'648u);
    EXPECT_EQ(read("limits: {memory: 8MiB}\n").sessions.memory_bytes, 8'388'608u);
    EXPECT_EQ(refusal("limits: {memory: 8191KiB}\n"), "t.yaml:3:18: limits.memory: \"8191KiB\" is less than 8MiB");
}

TEST(ServerConfig, reads_the_kinds_of_regions) {
    const auto regions = read("tencent: {regions: {ap-shanghai: sm, ap-beijing: fips}}\n").vendors.tencent.regions;
    ASSERT_EQ(regions.size(), 2u);
    EXPECT_EQ(regions[0].id, "ap-shanghai");
    EXPECT_EQ(regions[0].kind, api::tencent::RegionKind::sm);
    EXPECT_EQ(regions[1].kind, api::tencent::RegionKind::fips);
    EXPECT_TRUE(read("").vendors.tencent.regions.empty());
    const Environment variables{{"TANDEM_TENCENT__REGIONS", R"({"ap-seoul": "sm"})"}};
    EXPECT_EQ(read("", variables).vendors.tencent.regions.at(0).id, "ap-seoul");
    EXPECT_EQ(refusal("tencent: {regions: {ap-seoul: both}}\n"),
              "t.yaml:3:31: tencent.regions.ap-seoul: \"both\" is not one of fips, sm");
    EXPECT_NE(refusal("tencent: {regions: {'AP SEOUL': sm}}\n"), "accepted");
    EXPECT_NE(refusal("tencent: {region: {}}\n"), "accepted");
}

TEST(ServerConfig, the_regions_of_all_vendors_have_the_tenants_own_keys) {
    const auto config = read("dialects: {huawei: {region: eu-de}}\n");
    EXPECT_TRUE(config.dialects.is_own_region("eu-de"));
    EXPECT_TRUE(config.dialects.is_own_region(config.vendors.tencent.default_region));
    EXPECT_FALSE(config.dialects.is_own_region("cn-north-4"));
}

TEST(ServerConfig, unknown_parameters_are_refused_unless_told_otherwise) {
    EXPECT_TRUE(read("").vendors.tencent.v2019_strict_fields);
    EXPECT_FALSE(read("dialects: {tencent_2019: {strict_fields: false}}\n").vendors.tencent.v2019_strict_fields);
}

TEST(ServerConfig, reads_rates) {
    EXPECT_EQ(read("").dialects.rate, api::RateMode::vendor);
    EXPECT_EQ(read("limits: {rate: off}\n").dialects.rate, api::RateMode::off);
    const auto config = read("limits: {rate: {tencent-2019: {Encrypt: 500, '*': 20}, huawei: {EncryptData: off}}}\n");
    EXPECT_EQ(config.dialects.rate, api::RateMode::map);
    ASSERT_EQ(config.dialects.rates.size(), 3u);
    EXPECT_EQ(config.dialects.rates[0].action, "Encrypt");
    EXPECT_EQ(config.dialects.rates[0].per_second, 500u);
    EXPECT_EQ(config.dialects.rates[2].per_second, 0u);
    EXPECT_NE(refusal("limits: {rate: sometimes}\n"), "accepted");
    EXPECT_EQ(refusal("limits: {rate: {tencent: {}}}\n").substr(0, 40), "t.yaml:3:17: unknown key \"limits.rate.te");
}

TEST(ServerConfig, tenants_take_given_and_derived_identities) {
    const auto config = read_server_config_text(
        "storage: {url: 'sqlite:/d/t.db'}\n"
        "tenants:\n"
        "  - name: given\n"
        "    tencent: {uin: '100000000009', app_id: 1250000009}\n"
        "    huawei: {domain_id: 0123456789abcdef0123456789abcdef, projects: {eu-1: "
        "ffffffffffffffffffffffffffffffff}}\n"
        "  - name: derived\n",
        "t.yaml", {}, {});
    ASSERT_EQ(config.tenants.size(), 2u);
    EXPECT_EQ(config.tenants[0].account_number, 100'000'000'009u);
    EXPECT_EQ(config.tenants[0].projects.at(0).name, "eu-1");
    EXPECT_EQ(config.tenants[0].id, store::tenant_id_of("given"));
    EXPECT_EQ(config.tenants[1].domain_id, service::derived_tenant("derived", "cn-north-4").domain_id);
}

TEST(ServerConfig, refuses_tenants_that_cannot_be) {
    EXPECT_NE(refusal_of_text("storage: {url: 'sqlite:/d'}\ntenants: [{}]\n").text.find("tenants[0].name is missing"),
              std::string::npos);
    EXPECT_NE(refusal_of_text("storage: {url: 'sqlite:/d'}\ntenants: [{name: 'a b'}]\n").text, "accepted");
    EXPECT_NE(refusal_of_text("storage: {url: 'sqlite:/d'}\ntenants: [{name: a}, {name: a}]\n").text.find("twice"),
              std::string::npos);
    EXPECT_NE(refusal_of_text("storage: {url: 'sqlite:/d'}\ntenants: [{name: a, huawei: {projects: {x: zz}}}]\n").text,
              "accepted");
}

TEST(ServerConfig, secrets_come_from_text_file_or_variable) {
    const test::TemporaryFolder folder;
    std::ofstream{folder / "secret"} << "from-a-file-0123456789\n";
    std::filesystem::permissions(folder / "secret", std::filesystem::perms{0600});
    const auto config = read(
        "credentials:\n"
        "  - {id: a, secret: as-a-text-0123456789, tenant: acme}\n"
        "  - {id: b, secret: {file: " +
            (folder / "secret").string() +
            "}, tenant: acme}\n"
            "  - {id: c, secret: {env: APP_SECRET}, tenant: acme, expires: 2030-01-02, enabled: no}\n",
        {{"APP_SECRET", "from-a-variable-0123"}});
    ASSERT_EQ(config.credentials.size(), 3u);
    EXPECT_EQ(as_text(config.credentials[0].secret.expose_secret()), "as-a-text-0123456789");
    EXPECT_EQ(as_text(config.credentials[1].secret.expose_secret()), "from-a-file-0123456789");
    EXPECT_EQ(as_text(config.credentials[2].secret.expose_secret()), "from-a-variable-0123");
    EXPECT_EQ(config.credentials[2].expires, TimePoint{std::chrono::sys_days{std::chrono::year{2030} / 1 / 2}});
    EXPECT_FALSE(config.credentials[2].enabled);
}

TEST(ServerConfig, refuses_credentials_that_cannot_be) {
    const auto with = [](const std::string& credential) { return refusal("credentials: [" + credential + "]\n"); };
    EXPECT_NE(with("{secret: 0123456789abcdef, tenant: acme}").find("credentials[0].id is missing"), std::string::npos);
    EXPECT_NE(with("{id: a, tenant: acme}").find("secret is missing"), std::string::npos);
    EXPECT_NE(with("{id: a, secret: {file: /nowhere}, tenant: acme}").find("cannot read /nowhere"), std::string::npos);
    EXPECT_NE(with("{id: a, secret: {env: NOT_SET}, tenant: acme}").find("NOT_SET is not set"), std::string::npos);
    EXPECT_NE(with("{id: a, secret: {}, tenant: acme}"), "accepted");
    EXPECT_NE(with("{id: a, secret: 0123456789abcdef, tenant: acme, expires: 2030-02-30}"), "accepted");
    EXPECT_NE(with("{id: 'a/b', secret: 0123456789abcdef, tenant: acme}"), "accepted");
}

TEST(ServerConfig, reads_what_a_credential_may_do) {
    const auto config = read(
        "credentials:\n"
        "  - {id: free, secret: 0123456789abcdef, tenant: acme}\n"
        "  - id: limited\n"
        "    secret: 0123456789abcdef\n"
        "    tenant: acme\n"
        "    allow:\n"
        "      - {operations: [Encrypt, 'huawei:*'], keys: alias/orders}\n"
        "      - {operations: 'List*, Describe*'}\n");
    EXPECT_TRUE(config.credentials[0].allow.empty());
    const std::vector<store::AccessRule> rules{{{"Encrypt", "huawei:*"}, {"alias/orders"}},
                                               {{"List*", "Describe*"}, {}}};
    EXPECT_EQ(config.credentials[1].allow, rules);
}

TEST(ServerConfig, refuses_rules_that_say_nothing) {
    const auto with = [](const std::string& allow) {
        return refusal("credentials: [{id: a, secret: 0123456789abcdef, tenant: acme, allow: " + allow + "}]\n");
    };
    for (const char* allow : {"[]", "Encrypt", "[{}]", "[{keys: [a]}]", "[{operations: []}]", "[{operations: ['a b']}]",
                              "[{operations: [a], keys: []}]", "[{operations: [a], kyes: [b]}]"})
        EXPECT_NE(with(allow), "accepted") << allow;
    EXPECT_EQ(with("[{operations: [a], keys: [b]}]"), "accepted");
}

TEST(ServerConfig, a_user_needs_no_access_key) {
    const auto config = read("credentials: [{user: alice, password: 0123456789abcdef, tenant: acme}]\n");
    EXPECT_TRUE(config.credentials[0].login_only);
    EXPECT_EQ(config.credentials[0].id, "user/acme/alice");
    EXPECT_EQ(config.credentials[0].user_name, "alice");
    EXPECT_EQ(as_text(config.credentials[0].secret.expose_secret()), "0123456789abcdef");
    for (const char* wrong : {"{password: 0123456789abcdef, tenant: acme}",
                              "{id: a, user: alice, password: 0123456789abcdef, tenant: acme}",
                              "{user: alice, password: short, tenant: acme}", "{user: alice, tenant: acme}"})
        EXPECT_NE(refusal("credentials: [" + std::string{wrong} + "]\n"), "accepted") << wrong;
}

TEST(ServerConfig, reads_agencies) {
    const auto config = read(
        "agencies:\n"
        "  - {name: ops, tenant: acme, trusted: [partner, other], allow: [{operations: ['*']}]}\n"
        "  - {name: all, tenant: acme, trusted: partner}\n");
    ASSERT_EQ(config.agencies.size(), 2u);
    EXPECT_EQ(config.agencies[0].trusted, (std::vector<std::string>{"partner", "other"}));
    EXPECT_EQ(config.agencies[0].allow.size(), 1u);
    EXPECT_NE(config.agencies[0].id, config.agencies[1].id);
    for (const char* wrong :
         {"{name: ops, tenant: acme}", "{tenant: acme, trusted: [a]}", "{name: ops, tenant: acme, trusted: []}",
          "{name: ops, tenant: acme, trusted: [a]}, {name: ops, tenant: acme, trusted: [b]}"})
        EXPECT_NE(refusal("agencies: [" + std::string{wrong} + "]\n"), "accepted") << wrong;
}

TEST(ServerConfig, catalogues_are_of_tenants_that_may_be_stored) {
    EXPECT_EQ(read("dialects: {huawei: {otc_catalogs: [acme, stored]}}\n").vendors.huawei.otc_catalogs,
              (std::vector<std::string>{"acme", "stored"}));
}

TEST(ServerConfig, refuses_the_published_credential) {
    EXPECT_EQ(refusal_kind("credentials: [{id: tandemdev, secret: 0123456789abcdef, tenant: acme}]\n"),
              UserError::unsafe);
    EXPECT_EQ(refusal_kind("credentials: [{id: a, secret: tandemdevsecret, tenant: acme}]\n"), UserError::unsafe);
}

TEST(ServerConfig, a_secret_has_16_characters_at_least) {
    const auto with = [](std::size_t length) {
        return refusal_kind("credentials: [{id: a, secret: " + std::string(length, 's') + ", tenant: acme}]\n");
    };
    EXPECT_EQ(with(15), UserError::unsafe);
    EXPECT_EQ(with(16), std::nullopt);
    EXPECT_EQ(with(17), std::nullopt);
}

TEST(ServerConfig, admin_is_for_unix_sockets) {
    EXPECT_EQ(refusal_kind("listeners: [{address: '127.0.0.1:1', serve: [admin]}]\n"), UserError::unsafe);
    const auto config = read("listeners: [{address: 'unix:/run/a.sock'}, {address: '127.0.0.1:1'}]\n");
    ASSERT_EQ(config.listeners.size(), 2u);
    EXPECT_EQ(config.listeners[0].serve, std::vector<std::string>{"admin"});
}

TEST(ServerConfig, refuses_what_cannot_be_listened_on) {
    const auto at = [](const std::string& address) {
        return refusal_kind("listeners: [{address: '" + address + "'}]\n");
    };
    EXPECT_EQ(at("unix:/" + std::string(106, 's')), std::nullopt);
    EXPECT_EQ(at("unix:/" + std::string(107, 's')), UserError::configuration);
    EXPECT_EQ(at("unix:"), UserError::configuration);
    EXPECT_EQ(at("localhost"), UserError::configuration);
    EXPECT_EQ(at("127.0.0.1:65536"), UserError::configuration);
}

TEST(ServerConfig, tls_needs_certificate_and_key) {
    EXPECT_EQ(refusal_kind("listeners: [{address: '127.0.0.1:1', tls: required}]\n"), UserError::unsafe);
    EXPECT_EQ(refusal_kind("tls: {cert: a.pem}\n"), UserError::configuration);
    const auto config = read("tls: {cert: a.pem, key: a.key}\n");
    EXPECT_EQ(config.listeners[0].tls, http::TlsMode::required);
    EXPECT_EQ(config.listeners[2].tls, http::TlsMode::off);
}

TEST(ServerConfig, keeps_its_keys_in_a_database) {
    EXPECT_EQ(refusal_of_text("tenants: [{name: a}]\n").text,
              "t.yaml: storage.url is missing (sqlite:/path/to/tandem.db)");
    EXPECT_NE(refusal_of_text("storage: {url: 'memory:'}\n").text, "accepted");
    EXPECT_NE(refusal_of_text("storage: {url: 'sqlite:'}\n").text, "accepted");
    EXPECT_NE(refusal("root_key: {provider: ephemeral}\n"), "accepted");
}

TEST(ServerConfig, the_state_anchor_may_be_anywhere) {
    const auto config =
        read_server_config_text("storage: {url: 'sqlite:/d/t.db', anchor: /other/volume/anchor}\n", "t.yaml", {}, {});
    EXPECT_EQ(config.storage.anchor, "/other/volume/anchor");
}

TEST(ServerConfig, the_file_must_be_readable) {
    try {
        read_server_config("/nowhere/tandem.yaml", {}, {});
        FAIL();
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::configuration);
        EXPECT_STREQ(error.what(), "cannot read the configuration file /nowhere/tandem.yaml");
    }
}

}  // namespace
}  // namespace tandem::app
