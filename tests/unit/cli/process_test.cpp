// The binary itself: what only a process has.

#include "client/http_client.hpp"
#include "support/child_process.hpp"

#include <gtest/gtest.h>

namespace tandem::cli {
namespace {

namespace fs = std::filesystem;

// build/<preset>/tandem, beside build/<preset>/tests/unit_app.
std::string binary() { return (fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "tandem").string(); }

std::string read_text(const fs::path& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class Dev : public testing::Test {
  protected:
    std::vector<std::string> command(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> all{binary(),    "dev", "--host",      "127.0.0.1",
                                     "--port",    "0",   "--port-file", (folder_ / "port").string(),
                                     "--threads", "1"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    ServerAddress address() const { return ServerAddress::parse("http://127.0.0.1:" + std::to_string(port())); }
    int port() const { return std::stoi(read_text(folder_ / "port")); }

    test::TemporaryFolder folder_;
};

TEST_F(Dev, ends_its_banner_with_ready_after_the_port_file) {
    test::ChildProcess server{command()};
    const auto lines = server.lines_until("Ready.");
    ASSERT_EQ(lines.back(), "Ready.") << server.errors();
    const auto port_text = read_text(folder_ / "port");
    EXPECT_EQ(port_text, std::to_string(port()) + "\n");
    EXPECT_EQ(std::distance(fs::directory_iterator{folder_.path()}, {}), 1) << "a temporary file was left";

    std::string banner;
    for (const auto& line : lines) banner += line + "\n";
    EXPECT_NE(banner.find("http://127.0.0.1:" + std::to_string(port())), std::string::npos);
    EXPECT_NE(banner.find("tandemdev / tandemdevsecret"), std::string::npos);
    EXPECT_NE(banner.find("IN MEMORY"), std::string::npos);
    EXPECT_NE(banner.find("tandem key create demo && tandem encrypt demo hello"), std::string::npos);
    EXPECT_EQ(send_request(address(), {"GET", "/_tandem/ready", {}, {}}, {}).status, 200u);
}

TEST_F(Dev, ends_with_0_on_sigterm_and_sigint) {
    for (const int signal : {SIGTERM, SIGINT}) {
        test::ChildProcess server{command()};
        ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
        server.signal(signal);
        EXPECT_EQ(server.wait(), 0) << server.errors();
    }
}

TEST_F(Dev, survives_sighup_and_sigpipe) {
    test::ChildProcess server{command()};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    server.signal(SIGHUP);
    server.signal(SIGPIPE);
    EXPECT_EQ(send_request(address(), {"GET", "/healthz", {}, {}}, {}).status, 200u);
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);
}

TEST_F(Dev, ends_with_its_parent) {
    test::ChildProcess parent{{"/bin/sleep", "1000"}};
    test::ChildProcess server{command({"--parent-pid", std::to_string(parent.id())})};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    parent.signal(SIGKILL);
    EXPECT_EQ(server.wait(), 0);
}

TEST_F(Dev, does_not_start_without_its_parent) {
    test::ChildProcess parent{{"/bin/true"}};
    const auto id = parent.id();
    parent.wait();
    test::ChildProcess server{command({"--parent-pid", std::to_string(id)})};
    EXPECT_TRUE(server.lines_until("Ready.").empty());
    EXPECT_EQ(server.wait(), 0);
}

TEST_F(Dev, refuses_unknown_variables) {
    test::ChildProcess server{command(), {"TANDEM_LIMITS__RAET=off"}};
    EXPECT_TRUE(server.lines_until("Ready.").empty());
    EXPECT_EQ(server.wait(), 3);
    EXPECT_EQ(server.errors(),
              "tandem: environment variable TANDEM_LIMITS__RAET: unknown key \"limits.raet\"; did you mean "
              "TANDEM_LIMITS__RATE?\n");
}

TEST_F(Dev, takes_empty_variables_for_absent) {
    test::ChildProcess server{command(),
                              {"TANDEM_LIMITS__RATE=", "TANDEM_TLS__CERT=", "TANDEM_SEED=", "TANDEM_SEED_B64=",
                               "TANDEM_FAULTS=", "TANDEM_XYZZY=", "container="}};
    EXPECT_EQ(server.lines_until("Ready.").back(), "Ready.") << server.errors();
    test::ChildProcess client{{binary(), "key", "create", "demo"},
                              {"TANDEM_ADDR=" + address().text(), "TANDEM_ID=", "TANDEM_SECRET="}};
    EXPECT_EQ(client.lines_until("").size(), 1u);
    EXPECT_EQ(client.wait(), 0) << client.errors();
}

TEST_F(Dev, tells_in_one_debug_line_which_variables_of_services_it_passed_over) {
    test::ChildProcess server{
        command(), {"TANDEM_PORT=tcp://10.0.0.1:8990", "TANDEM_SERVICE_HOST=10.0.0.1", "TANDEM_LOGGING__LEVEL=debug"}};
    EXPECT_EQ(server.lines_until("Ready.").back(), "Ready.") << server.errors();
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);
    const auto said = server.errors();
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
    EXPECT_NE(said.find("Docker links: TANDEM_PORT, TANDEM_SERVICE_HOST"), std::string::npos) << said;
}

TEST_F(Dev, a_second_process_on_the_same_data_ends_with_one_line) {
    const std::vector<std::string> data{"--data", (folder_ / "data").string()};
    test::ChildProcess first{command(data)};
    ASSERT_EQ(first.lines_until("Ready.").back(), "Ready.") << first.errors();
    test::ChildProcess second{command(data)};
    EXPECT_TRUE(second.lines_until("Ready.").empty());
    EXPECT_NE(second.wait(), 0);
    EXPECT_EQ(std::ranges::count(second.errors(), '\n'), 1) << second.errors();
}

TEST_F(Dev, tells_of_a_port_that_is_taken) {
    test::ChildProcess first{command()};
    ASSERT_EQ(first.lines_until("Ready.").back(), "Ready.");
    test::ChildProcess second{{binary(), "dev", "--host", "127.0.0.1", "--port", std::to_string(port())}};
    EXPECT_TRUE(second.lines_until("Ready.").empty());
    EXPECT_NE(second.wait(), 0);
    EXPECT_NE(second.errors().find(std::to_string(port())), std::string::npos) << second.errors();
}

TEST_F(Dev, makes_files_for_its_user_alone) {
    const auto data = folder_ / "data";
    test::ChildProcess server{command({"--data", data.string()})};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.") << server.errors();
    constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(fs::status(data).permissions() & kOthers, fs::perms::none);
    for (const auto& file : fs::directory_iterator{data})
        EXPECT_EQ(file.status().permissions() & kOthers, fs::perms::none) << file.path();
}

TEST_F(Dev, allows_no_core_dump) {
    test::ChildProcess server{command()};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    const auto limits = read_text("/proc/" + std::to_string(server.id()) + "/limits");
    if (limits.empty()) GTEST_SKIP() << "the process shows nothing to this user";
    const auto line = limits.substr(limits.find("Max core file size"));
    EXPECT_EQ(line.find_first_of("0123456789u"), line.find('0')) << line;
}

TEST_F(Dev, works_with_the_client_verbs) {
    test::ChildProcess server{command()};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    const std::vector<std::string> environment{"TANDEM_ADDR=" + address().text()};
    const auto run = [&](const std::vector<std::string>& words) {
        std::vector<std::string> all{binary()};
        all.insert(all.end(), words.begin(), words.end());
        test::ChildProcess child{all, environment};
        const auto lines = child.lines_until("");
        EXPECT_EQ(child.wait(), 0) << child.errors();
        return lines.empty() ? std::string{} : lines[0];
    };
    const auto key = run({"key", "create", "demo"});
    const auto ciphertext = run({"encrypt", "demo", "hello"});
    EXPECT_EQ(run({"decrypt", "demo", ciphertext}), "hello");
    EXPECT_EQ(run({"decrypt", key, ciphertext}), "hello");
    EXPECT_EQ(run({"key", "list"}), key + "  AES_256  enabled  demo");
    EXPECT_EQ(run({"health"}), "healthy");
}

TEST_F(Dev, credential_add_names_a_tenant_that_is_not_there) {
    test::ChildProcess server{command()};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    test::ChildProcess adding{{binary(), "credential", "add", "--tenant", "nope", "--server", address().text()}};
    EXPECT_EQ(adding.wait(), 6);
    EXPECT_EQ(adding.errors(), "tandem: no tenant named nope\n");
}

TEST_F(Dev, a_secret_that_cannot_be_written_is_a_failure_that_names_its_credential) {
    test::ChildProcess server{command()};
    ASSERT_EQ(server.lines_until("Ready.").back(), "Ready.");
    test::ChildProcess adding{{"/bin/sh", "-c", "exec \"$@\" > /dev/full", "sh", binary(), "credential", "add",
                               "--tenant", "default", "--server", address().text()}};
    EXPECT_EQ(adding.wait(), 1);
    EXPECT_NE(adding.errors().find("tandem credential remove "), std::string::npos) << adding.errors();
}

TEST_F(Dev, says_that_its_database_is_new) {
    const std::vector<std::string> data{"--data", (folder_ / "data").string()};
    const auto start = [&] {
        test::ChildProcess server{command(data)};
        EXPECT_EQ(server.lines_until("Ready.").back(), "Ready.");
        server.signal(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
        return server.errors();
    };
    const auto warning = "made a new, empty database at " + (folder_ / "data" / "tandem.db").string();
    EXPECT_NE(start().find(warning), std::string::npos);
    EXPECT_EQ(start().find(warning), std::string::npos);
    for (const auto* end : {"", "-wal", "-anchor"}) fs::remove(folder_ / "data" / (std::string{"tandem.db"} + end));
    EXPECT_NE(start().find(warning), std::string::npos) << "beside the key of another database";
}

TEST(Client, tells_the_plain_reason_when_nobody_answers) {
    test::ChildProcess client{{binary(), "key", "list", "--server", "http://127.0.0.1:1"}};
    EXPECT_EQ(client.wait(), 4);
    EXPECT_EQ(
        client.errors(),
        "tandem: no server answers at http://127.0.0.1:1: Connection refused; `tandem dev` starts one, and --server or "
        "TANDEM_ADDR names another\n");
}

TEST(Serve, starts_from_what_init_makes) {
    const test::TemporaryFolder folder;
    const auto directory = folder / "kms";
    test::ChildProcess init{{binary(), "init", "--dir", directory.string()}};
    EXPECT_EQ(init.wait(), 0) << init.errors();
    test::ChildProcess again{{binary(), "init", "--dir", directory.string()}};
    EXPECT_EQ(again.wait(), 7);

    const auto file = directory / "tandem.yaml";
    auto text = read_text(file);
    text.replace(text.find(":8990"), 5, ":0");
    std::ofstream{file} << text;
    test::ChildProcess server{{binary(), "serve", "--config", file.string(), "--threads", "1"}};
    const auto lines = server.lines_until("Ready.");
    ASSERT_EQ(lines.back(), "Ready.") << server.errors();
    const auto socket = (directory / "admin.sock").string();
    for (const auto& line :
         {"  listens on unix:" + socket + " (admin)",
          "  storage " + (directory / "tandem.db").string() + ", unsealed by " + (directory / "unseal.key").string(),
          std::string{"  tenants 1, keys 0"}})
        EXPECT_EQ(std::ranges::count(lines, line), 1) << line;
    const auto admin = ServerAddress::parse("unix:" + (directory / "admin.sock").string());
    EXPECT_EQ(send_request(admin, {"GET", "/_tandem/tenants", {}, {}}, {}).status, 200u);
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);

    std::ofstream{directory / "unseal.key"} << std::string(64, '0') << '\n';
    test::ChildProcess wrong{{binary(), "serve", "--config", file.string(), "--threads", "1"}};
    EXPECT_EQ(wrong.wait(), 9);
    EXPECT_NE(wrong.errors().find("use the key that belongs to this database"), std::string::npos) << wrong.errors();
    EXPECT_NE(wrong.errors().find("unseal key file " + (directory / "unseal.key").string()), std::string::npos);
}

}  // namespace
}  // namespace tandem::cli
