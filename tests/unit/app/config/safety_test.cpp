#include "config/safety.hpp"

#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

const std::string kLeastServer = "storage: {url: 'sqlite:/data/tandem.db'}\ntenants: [{name: default}]\n";

// The line of the refusal; "accepted" without one.
std::string safety_refusal(const std::function<void()>& act) {
    try {
        act();
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::unsafe) << error.what();
        return error.what();
    }
    return "accepted";
}
std::string safety_refusal(const std::string& more, const Environment& environment = {}) {
    return safety_refusal([&] { read_server_config_text(kLeastServer + more, "t.yaml", environment, {}); });
}
std::string listener(const std::string& address, const std::string& more = {}) {
    return "listeners: [{address: '" + address + "'" + more + "}]\n";
}

TEST(Safety, table_has_each_danger_in_its_place) {
    std::size_t place = 0;
    for (const auto& rule : safety_rules()) EXPECT_EQ(static_cast<std::size_t>(rule.danger), place++) << rule.what;
}

TEST(Safety, table_is_that_of_the_documents) {
    std::ifstream stream{fs::path{TANDEM_TEST_DATA} / "../../docs/configuration.md"};
    const std::string document{std::istreambuf_iterator<char>{stream}, {}};
    const auto word = [](Verdict verdict) {
        return verdict == Verdict::refused ? "refused" : verdict == Verdict::warned ? "warned of" : "-";
    };
    std::string table = "| | `serve` | `dev` |\n|---|---|---|\n";
    for (const auto& [danger, what, server, development] : safety_rules())
        table += "| " + std::string{what} + " | " + word(server) + " | " + word(development) + " |\n";
    EXPECT_NE(document.find("\n" + table + "\n"), std::string::npos) << "docs/configuration.md needs\n" << table;
}

TEST(Safety, plain_http_where_other_machines_reach_it_is_refused) {
    for (const auto* address :
         {"0.0.0.0:1", "[::]:1", "10.1.2.3:1", "[fe80::1]:1", "[::ffff:10.0.0.1]:1", "128.0.0.1:1"})
        for (const auto* tls : {"", ", tls: off"})
            EXPECT_TRUE(safety_refusal(listener(address, tls))
                            .starts_with("listener " + std::string{address} + ": other machines"))
                << address;
    EXPECT_NE(safety_refusal(listener("0.0.0.0:1", ", tls: optional") + "tls: {cert: c, key: k}\n"), "accepted");
}

TEST(Safety, loopback_sockets_and_tls_are_fine) {
    for (const auto* address :
         {"127.0.0.1:1", "127.255.0.9:1", "[::1]:1", "[::ffff:127.0.0.1]:1", "unix:/run/api.sock"})
        EXPECT_EQ(safety_refusal(listener(address)), "accepted");
    EXPECT_EQ(safety_refusal(listener("0.0.0.0:1", ", tls: required") + "tls: {cert: c, key: k}\n"), "accepted");
}

TEST(Safety, plain_http_that_is_meant_is_said_for_one_listener_or_for_all) {
    EXPECT_EQ(safety_refusal(listener("0.0.0.0:1", ", allow_plain_http: true")), "accepted");
    EXPECT_EQ(safety_refusal(listener("0.0.0.0:1") + "allow_plain_http: true\n"), "accepted");
    EXPECT_EQ(safety_refusal(listener("0.0.0.0:1"), {{"TANDEM_ALLOW_PLAIN_HTTP", "true"}}), "accepted");
    EXPECT_NE(safety_refusal(listener("0.0.0.0:1") + "allow_plain_http: false\n"), "accepted");
    EXPECT_NE(safety_refusal(listener("0.0.0.0:1", ", allow_plain_http: false") + "allow_plain_http: true\n"),
              "accepted");
    EXPECT_NE(safety_refusal("listeners: [{address: '0.0.0.0:1', allow_plain_http: true}, {address: '0.0.0.0:2'}]\n"),
              "accepted");
}

TEST(Safety, health_alone_needs_no_tls) {
    EXPECT_EQ(safety_refusal(listener("0.0.0.0:1", ", serve: [health]")), "accepted");
    EXPECT_NE(safety_refusal(listener("0.0.0.0:1", ", serve: [health, huawei]")), "accepted");
}

class SafetyOfFiles : public testing::Test {
  protected:
    fs::path write(const std::string& name, const std::string& text, mode_t mode) {
        std::ofstream{folder_ / name} << text;
        ::chmod((folder_ / name).c_str(), mode);
        return folder_ / name;
    }
    std::string refusal_of_file(const std::string& more, mode_t mode, const Environment& environment = {}) {
        const auto file = write("tandem.yaml", kLeastServer + more, mode);
        const auto refused = safety_refusal([&] { read_server_config(file, environment, {}); });
        fs::remove(file);
        return refused;
    }

    test::TemporaryFolder folder_;
};

TEST_F(SafetyOfFiles, secret_in_a_configuration_file_that_others_read_is_refused) {
    const std::string secret = "credentials: [{id: app1, secret: 0123456789abcdef}]\n";
    EXPECT_EQ(
        refusal_of_file(secret, 0644),
        "configuration file " + (folder_ / "tandem.yaml").string() +
            " has mode 0644, but must have 0600 or 0400, since it holds the secret of app1 ({file: PATH} and {env: "
            "NAME} do not)");
    EXPECT_NE(refusal_of_file("credentials: [{user: alice, password: 0123456789abcdef}]\n", 0604), "accepted");
    for (const mode_t mode : {0600, 0400, 0640, 0440}) EXPECT_EQ(refusal_of_file(secret, mode), "accepted");
}

TEST_F(SafetyOfFiles, configuration_without_a_secret_may_be_read_by_all) {
    EXPECT_EQ(refusal_of_file("", 0644), "accepted");
    const Environment environment{{"APP1", "0123456789abcdef"}};
    EXPECT_EQ(refusal_of_file("credentials: [{id: app1, secret: {env: APP1}}]\n", 0644, environment), "accepted");
    EXPECT_EQ(refusal_of_file("", 0644, {{"TANDEM_CREDENTIALS", "[{id: app1, secret: 0123456789abcdef}]"}}),
              "accepted");
    EXPECT_EQ(refusal_of_file("", 0666), "accepted");
}

TEST_F(SafetyOfFiles, secret_file_that_others_read_is_refused_by_a_server_alone) {
    const auto more = [this](mode_t mode) {
        const auto file = write("app1.secret", "0123456789abcdef\n", mode);
        return "credentials: [{id: app1, secret: {file: " + file.string() + "}}]\n";
    };
    for (const mode_t mode : {0644, 0660, 0604}) {
        EXPECT_TRUE(safety_refusal(more(mode))
                        .starts_with("secret file " + (folder_ / "app1.secret").string() + " has mode 0"));
        const auto file = write("dev.yaml", more(mode), 0644);
        EXPECT_EQ(safety_refusal([&] { read_development_config({.file = file}, {}, {}); }), "accepted");
    }
    for (const mode_t mode : {0600, 0400, 0440, 0640}) EXPECT_EQ(safety_refusal(more(mode)), "accepted");
}

TEST_F(SafetyOfFiles, secret_file_is_looked_at_behind_its_links) {
    const auto file = write("real", "0123456789abcdef\n", 0644);
    fs::create_symlink(file, folder_ / "link");
    EXPECT_NE(safety_refusal("credentials: [{id: app1, secret: {file: " + (folder_ / "link").string() + "}}]\n"),
              "accepted");
}

}  // namespace
}  // namespace tandem::app
