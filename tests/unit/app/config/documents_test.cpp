#include "tandem/app/read_config.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace tandem::app {
namespace {

std::vector<std::string> yaml_blocks(const std::filesystem::path& document) {
    std::ifstream stream{document};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::string begin = "```yaml\n";
    std::vector<std::string> blocks;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1))
        blocks.push_back(text.substr(at + begin.size(), text.find("```", at + begin.size()) - at - begin.size()));
    return blocks;
}

const auto kDocument = std::filesystem::path{TANDEM_TEST_DATA} / "../../docs/configuration.md";

TEST(ConfigurationDocument, the_example_is_accepted_as_it_stands) {
    const auto blocks = yaml_blocks(kDocument);
    ASSERT_EQ(blocks.size(), 4u);
    const Environment environment{{"APP1_SECRET", "0123456789abcdef"}, {"ALICE_PASSWORD", "a password of alice"}};
    const auto config = read_server_config_text(blocks[0], "configuration.md", environment, {});
    EXPECT_EQ(config.tenants.size(), 1u);
    EXPECT_EQ(config.credentials.size(), 2u);
    EXPECT_EQ(config.listeners.size(), 2u);
}

TEST(ConfigurationDocument, the_example_of_rates_is_accepted) {
    const auto text = "storage: {url: 'sqlite:/d/t.db'}\n" + yaml_blocks(kDocument).at(1);
    EXPECT_EQ(read_server_config_text(text, "configuration.md", {}, {}).dialects.rates.size(), 4u);
}

TEST(ConfigurationDocument, the_example_of_rules_is_accepted) {
    const auto text = "storage: {url: 'sqlite:/d/t.db'}\ntenants: [{name: default}]\n" + yaml_blocks(kDocument).at(2);
    const Environment environment{{"ORDERS_SECRET", "0123456789abcdef"}};
    const auto config = read_server_config_text(text, "configuration.md", environment, {});
    EXPECT_EQ(config.credentials.at(0).allow.size(), 2u);
}

TEST(ConfigurationDocument, the_example_for_tests_is_accepted_in_development_and_refused_in_a_server) {
    const auto text = yaml_blocks(kDocument).at(3);
    const test::TemporaryFolder folder;
    std::ofstream{folder / "dev.yaml"} << text;
    const auto config = read_development_config({.file = folder / "dev.yaml"}, {}, {});
    EXPECT_EQ(config.stand_in.seeds.size(), 2u);
    EXPECT_EQ(config.stand_in.clock, "+400d");
    EXPECT_EQ(config.stand_in.faults, std::vector<std::filesystem::path>{"faults.yaml"});
    EXPECT_EQ(config.stand_in.journal_requests, StandInConfig{}.journal_requests);
    EXPECT_THROW(read_server_config_text("storage: {url: 'sqlite:/d/t.db'}\n" + text, "configuration.md", {}, {}),
                 UserError);
}

// A value that the document calls a default is one.
TEST(ConfigurationDocument, the_limits_are_the_defaults) {
    const Environment environment{{"APP1_SECRET", "0123456789abcdef"}, {"ALICE_PASSWORD", "a password of alice"}};
    const auto shown = read_server_config_text(yaml_blocks(kDocument).at(0), "configuration.md", environment, {});
    const Config own;
    EXPECT_EQ(shown.sessions.target_bytes, own.sessions.target_bytes);
    EXPECT_EQ(shown.sessions.header_bytes, own.sessions.header_bytes);
    EXPECT_EQ(shown.sessions.header_fields, own.sessions.header_fields);
    EXPECT_EQ(shown.sessions.handshake, own.sessions.handshake);
    EXPECT_EQ(shown.sessions.header, own.sessions.header);
    EXPECT_EQ(shown.sessions.body, own.sessions.body);
    EXPECT_EQ(shown.sessions.idle, own.sessions.idle);
    EXPECT_EQ(shown.sessions.write, own.sessions.write);
    EXPECT_EQ(shown.sessions.connections, own.sessions.connections);
    EXPECT_EQ(shown.sessions.connections_per_address, own.sessions.connections_per_address);
    EXPECT_EQ(shown.sessions.requests_per_connection, own.sessions.requests_per_connection);
    EXPECT_EQ(shown.sessions.connection_age, own.sessions.connection_age);
    EXPECT_EQ(shown.sessions.worker_queue, own.sessions.worker_queue);
    EXPECT_EQ(shown.failed_authentications, kFailedAuthentications);
    EXPECT_EQ(shown.limits.max_keys_per_tenant, own.limits.max_keys_per_tenant);
    EXPECT_EQ(shown.limits.max_aliases_per_key, own.limits.max_aliases_per_key);
    EXPECT_EQ(shown.vendors.tencent.v2019_skew_seconds, own.vendors.tencent.v2019_skew_seconds);
    EXPECT_EQ(shown.vendors.tencent.v2017_skew_seconds, own.vendors.tencent.v2017_skew_seconds);
    EXPECT_EQ(shown.vendors.huawei.skew_seconds, own.vendors.huawei.skew_seconds);
    EXPECT_EQ(shown.worker_threads, own.worker_threads);
}

}  // namespace
}  // namespace tandem::app
