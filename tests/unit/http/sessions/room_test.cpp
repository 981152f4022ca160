// Who must go when memory or connections run out. A request with "X-Caller" is authenticated by the echo dialect.

#include "echo_dialect.hpp"
#include "support/temporary_folder.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace tandem::test {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;
constexpr std::string_view kCaller = "X-Caller: somebody\r\n";
using ManyClients = std::vector<std::unique_ptr<WireClient>>;

http::ServerOptions with_memory(std::size_t bytes, unsigned threads = 1) {
    http::ServerOptions options;
    options.limits.memory_bytes = bytes;
    options.limits.body_bytes = 4 * kMiB;
    options.io_threads = threads;
    return options;
}

std::string announced(std::size_t size, std::string_view fields = {}) {
    return "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(size) + "\r\n" +
           std::string{fields} + "\r\n";
}

// Connections with 60 KiB of a body of 128 KiB each.
ManyClients stall(const EchoServer& server, std::size_t count) {
    ManyClients clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<WireClient>(server.port()));
        clients.back()->send(announced(128 * 1024) + std::string(60 * 1024, 'b'));
    }
    return clients;
}

// Lets `used` of the budget be lent; the clients hold it.
ManyClients fill(EchoServer& server, double used) {
    ManyClients all;
    const auto wanted = static_cast<std::size_t>(static_cast<double>(server->counters().memory_limit_bytes) * used);
    while (server->counters().memory_bytes < wanted) {
        all.push_back(std::make_unique<WireClient>(server.port()));
        all.back()->send(announced(128 * 1024) + std::string(60 * 1024, 'b'));
        // The answer to another says that it has come.
        EXPECT_EQ(WireClient{server.port()}.ask(get("/")).status, 200);
    }
    return all;
}

TEST(Memory, is_lent_to_requests_and_comes_back) {
    EchoServer server{with_memory(64 * kMiB)};
    const auto half_sent = std::make_unique<ManyClients>(stall(server, 20));
    while (server->counters().memory_bytes < 20 * 60 * 1024) {
    }
    EXPECT_LT(server->counters().memory_bytes, 20 * 100 * 1024);  // what has come and a piece, not what is announced
    half_sent->clear();
    while (server->counters().memory_bytes > 2 * kMiB) {
    }
}

TEST(Memory, counts_a_reply_that_the_client_does_not_take) {
    EchoServer server{with_memory(64 * kMiB)};
    WireClient client{server.port()};
    client.send(get("/large"));  // 4 MiB
    while (server->counters().memory_bytes < 4 * kMiB) {
    }
    EXPECT_EQ(client.receive().body.size(), 4 * kMiB);
}

TEST(Memory, refuses_a_large_body_of_a_stranger_when_it_is_short) {
    EchoServer server{with_memory(8 * kMiB)};
    const ManyClients others = fill(server, 0.9);
    WireClient client{server.port()};
    const Reply reply = client.ask(announced(100'000));
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_TRUE(client.ended());
    EXPECT_GT(server->counters().bodies_refused, 0U);
}

TEST(Memory, refuses_it_in_place_of_asking_for_it) {
    EchoServer server{with_memory(8 * kMiB)};
    const ManyClients others = fill(server, 0.9);
    EXPECT_EQ(WireClient{server.port()}.ask(announced(100'000, "Expect: 100-continue\r\n")).status, 429);
}

TEST(Memory, refuses_a_chunked_body_once_it_is_large) {
    EchoServer server{with_memory(8 * kMiB)};
    const ManyClients others = fill(server, 0.9);
    WireClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n" +
                std::string(0x8000, 'b'));
    EXPECT_EQ(client.receive().status, 429);
}

TEST(Memory, reads_what_fits_into_the_lent_buffer_when_it_is_short) {
    EchoServer server{with_memory(8 * kMiB)};
    const ManyClients others = fill(server, 0.9);
    WireClient client{server.port()};
    const std::string body(10'000, 'b');
    client.send(announced(body.size()));
    EXPECT_EQ(client.ask(body).body, body);
}

TEST(Memory, reads_a_large_body_of_a_known_caller_when_it_is_short) {
    EchoServer server{with_memory(8 * kMiB)};
    WireClient client{server.port()};
    EXPECT_EQ(client.ask(get("/", kCaller)).status, 200);
    const ManyClients others = fill(server, 0.9);
    const std::string body(100'000, 'b');
    EXPECT_EQ(client.ask(post("/echo", body)).body, body);
}

TEST(Memory, closes_the_oldest_stranger_when_it_is_critical) {
    EchoServer server{with_memory(8 * kMiB)};
    WireClient known{server.port()};
    EXPECT_EQ(known.ask(get("/", kCaller)).status, 200);
    const ManyClients others = fill(server, 0.9);
    // Heads are not refused, so that these go beyond.
    ManyClients heads;
    while (server->counters().connections_shed < 3) {
        heads.push_back(std::make_unique<WireClient>(server.port()));
        heads.back()->send("POST /echo HTTP/1.1\r\n");
        EXPECT_EQ(known.ask(get("/")).status, 200);
    }
    EXPECT_TRUE(others.front()->ended());
    EXPECT_EQ(heads.back()->ask("Host: test\r\nContent-Length: 4\r\n\r\nbody").body, "body");
    EXPECT_EQ(known.ask(get("/")).status, 200);
}

TEST(Memory, closes_idle_callers_when_there_are_no_strangers) {
    EchoServer server{with_memory(8 * kMiB)};
    WireClient idle{server.port()};
    EXPECT_EQ(idle.ask(get("/", kCaller)).status, 200);
    ManyClients large;
    for (int i = 0; i < 9; ++i) {
        large.push_back(std::make_unique<WireClient>(server.port()));
        ASSERT_EQ(large.back()->ask(get("/", kCaller)).status, 200);
    }
    for (const auto& client : large) client->send(announced(1'100'000) + std::string(1'000'000, 'b'));
    EXPECT_TRUE(idle.ended());
}

TEST(Memory, is_freed_by_the_thread_that_has_the_strangers) {
    EchoServer server{with_memory(8 * kMiB, 4)};
    const ManyClients others = fill(server, 0.9);
    ManyClients heads;
    while (server->counters().connections_shed < 50) {
        heads.push_back(std::make_unique<WireClient>(server.port()));
        heads.back()->send("POST /echo HTTP/1.1\r\n");
        ASSERT_LT(heads.size(), 2'000U);
    }
    EXPECT_LE(server->counters().memory_bytes, 8 * kMiB);
}

// ---- connections ----

TEST(ConnectionLimit, closes_the_oldest_stranger_before_an_idle_caller) {
    http::ServerOptions options;
    options.limits.connections = 3;
    EchoServer server{options};
    WireClient known{server.port()};
    EXPECT_EQ(known.ask(get("/", kCaller)).status, 200);
    WireClient stranger{server.port()};
    stranger.send("POST /echo HTTP/1.1\r\n");
    WireClient second{server.port()};
    EXPECT_EQ(second.ask(get("/")).status, 200);
    WireClient fourth{server.port()};
    EXPECT_EQ(fourth.ask(get("/")).status, 200);
    EXPECT_TRUE(stranger.ended());
    EXPECT_EQ(second.ask(get("/")).status, 200);
    EXPECT_EQ(known.ask(get("/")).status, 200);
    EXPECT_EQ(server->counters().connections_displaced, 1U);
}

TEST(ConnectionLimit, closes_a_stranger_of_the_same_address_for_one_more_of_it) {
    http::ServerOptions options;
    options.limits.connections_per_address = 2;
    EchoServer server{options};
    WireClient stalled{server.port()};
    stalled.send("POST /echo HTTP/1.1\r\n");
    WireClient second{server.port()};
    EXPECT_EQ(second.ask(get("/")).status, 200);
    EXPECT_EQ(WireClient{server.port()}.ask(get("/")).status, 200);
    EXPECT_TRUE(stalled.ended());
}

TEST(ConnectionLimit, counts_whoever_may_open_a_unix_socket_as_known) {
    const TemporaryFolder folder;
    http::ServerOptions options;
    options.limits.connections = 2;
    options.listeners = {{.address = "127.0.0.1:0"}, {.address = "unix:" + (folder.path() / "socket").string()}};
    EchoServer server{options};
    WireClient local{(folder.path() / "socket").string()};
    EXPECT_EQ(local.ask(get("/")).status, 200);
    WireClient stranger{server.port()};
    EXPECT_EQ(stranger.ask(get("/")).status, 200);
    EXPECT_EQ(WireClient{server.port()}.ask(get("/")).status, 200);
    EXPECT_TRUE(stranger.ended());
    EXPECT_EQ(local.ask(get("/")).status, 200);
}

}  // namespace
}  // namespace tandem::test
