// The public header first and alone: it must not lean on what others include.
#include "tandem/testserver/test_server.hpp"

#include "client/kms_client.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sys/stat.h>

namespace tandem {
namespace {

using nlohmann::json;

cli::KmsClient client(const TestServer& server) {
    return {cli::ServerAddress::parse(server.endpoint()),
            {},
            {server.access_key_id(), SecretBytes::copy_of(as_bytes(server.secret()))}};
}

json list_keys(const TestServer& server) { return client(server).call("list-keys", json::object()); }

TEST(TestServer, answers_at_its_endpoint) {
    const TestServer server;
    EXPECT_EQ(server.endpoint(), "http://127.0.0.1:" + std::to_string(server.port()));
    auto kms = client(server);
    kms.call("create-key", {{"key_alias", "demo"}});
    const auto sealed = kms.call("encrypt-data", {{"key_id", "alias/demo"}, {"plain_text", "hello"}});
    EXPECT_EQ(kms.call("decrypt-data", {{"cipher_text", sealed.at("cipher_text")}}).at("plain_text"), "hello");
    EXPECT_EQ(server.project_id(), std::string(32, '0'));
}

TEST(TestServer, two_at_a_time_share_nothing) {
    const TestServer one;
    const TestServer other;
    EXPECT_NE(one.port(), other.port());
    client(one).call("create-key", {{"key_alias", "demo"}});
    EXPECT_EQ(list_keys(one).at("total"), 1);
    EXPECT_EQ(list_keys(other).at("total"), 0);
}

TEST(TestServer, refuses_connections_once_it_is_gone) {
    std::string endpoint;
    {
        const TestServer server;
        endpoint = server.endpoint();
    }
    EXPECT_THROW(cli::send_request(cli::ServerAddress::parse(endpoint), {"GET", "/healthz", {}, {}}, {}),
                 std::runtime_error);
}

TEST(TestServer, begins_with_the_keys_of_its_seed) {
    const TestServerOptions options{.seed = R"({"keys": [{"alias": "orders", "material": {"derive": "a label"}}]})"};
    const TestServer one{options};
    const TestServer other{options};
    const auto sealed = client(one).call("encrypt-data", {{"key_id", "alias/orders"}, {"plain_text", "hello"}});
    EXPECT_EQ(client(other).call("decrypt-data", {{"cipher_text", sealed.at("cipher_text")}}).at("plain_text"),
              "hello");
}

TEST(TestServer, says_what_is_wrong_in_a_seed_and_where) {
    try {
        const TestServer server{{.seed = "keys:\n  - {alais: orders}"}};
        FAIL() << "it started";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(),
                     "the test's seed:2:6: unknown key \"keys[0].alais\"; did you mean \"keys[0].alias\"?");
    }
}

TEST(TestServer, keeps_keys_in_its_data_directory) {
    const test::TemporaryFolder folder;
    const TestServerOptions options{.data_directory = (folder / "data").string()};
    {
        const TestServer server{options};
        client(server).call("create-key", {{"key_alias", "demo"}});
    }
    const TestServer again{options};
    EXPECT_EQ(list_keys(again).at("total"), 1);
}

TEST(TestServer, says_in_one_line_what_is_wrong) {
    const test::TemporaryFolder folder;
    std::ofstream{folder / "file"} << "no directory";
    try {
        const TestServer server{{.data_directory = (folder / "file").string()}};
        FAIL() << "started";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string{error.what()}.find("data directory"), std::string::npos) << error.what();
    }
}

TEST(TestServer, refuses_a_filter_of_its_journal_that_can_never_match) {
    const TestServer server;
    const auto address = cli::ServerAddress::parse(server.endpoint());
    const auto answer = cli::send_request(address, {"GET", "/_tandem/requests?action=Decryp", {}, {}}, {});
    EXPECT_EQ(answer.status, 400u);
    EXPECT_NE(answer.body.find("did you mean"), std::string::npos) << answer.body;
}

TEST(TestServer, changes_no_setting_of_the_process) {
    struct sigaction before[2]{}, after[2]{};
    ::sigaction(SIGPIPE, nullptr, &before[0]);
    ::sigaction(SIGTERM, nullptr, &before[1]);
    sigset_t mask_before{}, mask_after{};
    ::pthread_sigmask(SIG_BLOCK, nullptr, &mask_before);
    const mode_t umask_before = ::umask(022);
    {
        const TestServer server;
        list_keys(server);
        EXPECT_EQ(::umask(022), 022u);
        ::sigaction(SIGPIPE, nullptr, &after[0]);
        ::sigaction(SIGTERM, nullptr, &after[1]);
        ::pthread_sigmask(SIG_BLOCK, nullptr, &mask_after);
    }
    ::umask(umask_before);
    EXPECT_EQ(before[0].sa_handler, after[0].sa_handler);
    EXPECT_EQ(before[1].sa_handler, after[1].sa_handler);
    EXPECT_EQ(std::memcmp(&mask_before, &mask_after, sizeof mask_before), 0);
}

TEST(TestServer, does_not_read_the_environment) {
    ::setenv("TANDEM_LIMITS__RATE", "nonsense", 1);
    const TestServer server;
    ::unsetenv("TANDEM_LIMITS__RATE");
    EXPECT_EQ(list_keys(server).at("total"), 0);
}

}  // namespace
}  // namespace tandem
