#include "sockets/listener.hpp"

#include "echo_dialect.hpp"
#include "sockets/port_holder.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

namespace tandem::http {
namespace {

using test::EchoServer;
using test::WireClient;

asio::ip::tcp::endpoint endpoint(const std::string& text) {
    return std::get<asio::ip::tcp::endpoint>(parse_listen_address(text));
}

TEST(ListenAddress, takes_ipv4_and_port) {
    EXPECT_EQ(endpoint("127.0.0.1:8990").address().to_string(), "127.0.0.1");
    EXPECT_EQ(endpoint("127.0.0.1:8990").port(), 8990);
}
TEST(ListenAddress, takes_ipv6_in_brackets) { EXPECT_EQ(endpoint("[::1]:65535").address().to_string(), "::1"); }
TEST(ListenAddress, takes_a_socket_file) {
    EXPECT_EQ(std::get<UnixPath>(parse_listen_address("unix:/a/b")).path, "/a/b");
}

TEST(ListenAddress, refuses_anything_else) {
    for (const char* text : {"", "8990", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:1x",
                             "::1:8990", "[127.0.0.1]:1", "host:8990", "[::1]"}) {
        EXPECT_THROW(parse_listen_address(text), UserError) << text;
    }
}

ServerOptions on(const std::string& address, unsigned threads = 1) {
    ServerOptions options;
    options.listeners.push_back({.address = address});
    options.io_threads = threads;
    return options;
}

void expect_conflict(const ServerOptions& options, const std::string& named) {
    try {
        const EchoServer second{options};
        FAIL() << "a second server was let in";
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::conflict);
        EXPECT_NE(std::string{error.what()}.find(named), std::string::npos) << error.what();
    }
}

TEST(Listener, refuses_a_second_server_and_names_the_first) {
    const std::string self = "process " + std::to_string(::getpid()) + " (" + describe_process(::getpid()).name + ")";
    for (const unsigned threads : {1U, 2U}) {
        EchoServer first{on("127.0.0.1:0", threads)};
        const std::string address = "127.0.0.1:" + std::to_string(first.port());
        expect_conflict(on(address, 1), self);
        expect_conflict(on(address, 2), self);
    }
}

TEST(Listener, takes_a_port_again_that_was_just_left) {
    std::string address;
    {
        EchoServer first{on("127.0.0.1:0", 2)};
        address = "127.0.0.1:" + std::to_string(first.port());
        WireClient client{first.port()};
        client.ask(test::get("/"));
        first->stop(std::chrono::milliseconds{0});  // the server ends the connection: TIME_WAIT is on its side
    }
    EchoServer second{on(address, 2)};
    EXPECT_EQ(WireClient{second.port()}.ask(test::get("/")).status, 200);
}

TEST(Listener, serves_one_port_with_several_threads) {
    EchoServer server{on("127.0.0.1:0", 4)};
    for (int i = 0; i < 32; ++i) ASSERT_EQ(WireClient{server.port()}.ask(test::get("/")).status, 200);
}

TEST(Listener, gives_both_families_the_same_free_port) {
    ServerOptions options = on("127.0.0.1:0");
    options.listeners.push_back({.address = "[::1]:0", .skip_if_unavailable = true});
    EchoServer server{options};
    if (server->port(1) == 0) GTEST_SKIP() << "no IPv6 here";
    EXPECT_EQ(server->port(0), server->port(1));
}

TEST(Listener, gives_two_listeners_on_one_address_a_port_each) {
    ServerOptions options = on("127.0.0.1:0");
    options.listeners.push_back({.address = "127.0.0.1:0"});
    EchoServer server{options};
    EXPECT_NE(server->port(0), server->port(1));
    EXPECT_EQ(WireClient{server->port(1)}.ask(test::get("/")).status, 200);
}

// 203.0.113.0/24 is for documentation: no machine has it.
TEST(Listener, fails_on_an_address_that_the_machine_does_not_have) {
    EXPECT_THROW(EchoServer{on("203.0.113.1:0")}, UserError);
}

TEST(Listener, skips_such_an_address_when_told_to) {
    ServerOptions options = on("127.0.0.1:0");
    options.listeners.push_back({.address = "203.0.113.1:0", .skip_if_unavailable = true});
    EchoServer server{options};
    EXPECT_EQ(server->port(1), 0);
    EXPECT_EQ(WireClient{server.port()}.ask(test::get("/")).status, 200);
}

// ---- socket files ----

class UnixListener : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "tandem-unix-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "socket"; }
    [[nodiscard]] ServerOptions options() const { return on("unix:" + path().string()); }

    std::filesystem::path folder_;
};

TEST_F(UnixListener, serves_a_socket_file_of_mode_0600) {
    EchoServer server{options()};
    struct stat status{};
    ASSERT_EQ(::stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
    EXPECT_EQ(WireClient{path().string()}.ask(test::get("/")).status, 200);
}

TEST_F(UnixListener, removes_the_file_when_it_stops) {
    {
        const EchoServer server{options()};
    }
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(UnixListener, replaces_a_file_that_nobody_answers) {
    {
        const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path().c_str(), path().native().size());
        ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(dead);
    }
    EchoServer server{options()};
    EXPECT_EQ(WireClient{path().string()}.ask(test::get("/")).status, 200);
}

TEST_F(UnixListener, refuses_a_second_server_and_names_the_first) {
    const EchoServer first{options()};
    expect_conflict(options(), "process " + std::to_string(::getpid()));
    EXPECT_EQ(WireClient{path().string()}.ask(test::get("/")).status, 200);
}

TEST_F(UnixListener, does_not_remove_a_file_that_is_no_socket) {
    std::ofstream{path()} << "precious";
    EXPECT_THROW(EchoServer{options()}, UserError);
    EXPECT_TRUE(std::filesystem::is_regular_file(path()));
}

TEST_F(UnixListener, refuses_a_path_that_is_too_long) {
    EXPECT_THROW(EchoServer{on("unix:/" + std::string(108, 'x'))}, UserError);
}

}  // namespace
}  // namespace tandem::http
