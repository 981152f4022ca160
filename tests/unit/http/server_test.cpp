// The server as a whole: starting, stopping, several at once, connection limits.

#include "echo_dialect.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace tandem::test {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLongGrace{60'000};

TEST(Server, stops_without_having_started) {
    Backing backing;
    http::ServerOptions options;
    options.listeners.push_back({.address = "127.0.0.1:0", .dispatcher = &backing.dispatcher});
    http::Server server{options};
    server.stop(milliseconds{0});
}

TEST(Server, stops_twice) {
    EchoServer server;
    server->stop(milliseconds{0});
    server->stop(milliseconds{0});
}

TEST(Server, counts_connections_and_requests) {
    EchoServer server;
    WireClient one{server.port()};
    WireClient two{server.port()};
    one.ask(get("/"));
    two.ask(get("/"));
    two.ask(get("/"));
    const http::ServerCounters counters = server->counters();
    EXPECT_EQ(counters.connections_open, 2U);
    EXPECT_EQ(counters.connections_total, 2U);
    EXPECT_EQ(counters.requests_total, 3U);
}

TEST(Server, lives_beside_another_one_in_the_same_process) {
    EchoServer first;
    EchoServer second;
    WireClient to_first{first.port()};
    WireClient to_second{second.port()};
    EXPECT_EQ(to_first.ask(post("/worker", "1")).body, "worker:1");
    EXPECT_EQ(to_second.ask(post("/worker", "2")).body, "worker:2");
    first->stop(milliseconds{0});
    EXPECT_EQ(to_second.ask(post("/echo", "still here")).body, "still here");
}

// A grace of a minute is given: were it waited for, the test would not end in time.
TEST(Server, stops_at_once_when_its_connections_are_idle) {
    EchoServer server;
    WireClient fresh{server.port()};
    WireClient idle{server.port()};
    idle.ask(get("/"));
    server->stop(kLongGrace);
    EXPECT_TRUE(fresh.ended());
    EXPECT_TRUE(idle.ended());
}

TEST(Server, lets_a_running_request_end_when_it_stops) {
    EchoServer server;
    WireClient client{server.port()};
    client.send(post("/gate", "running"));
    server.gate().wait_for(1);
    WireClient idle{server.port()};
    idle.ask(get("/"));
    auto stopped = std::async(std::launch::async, [&] { server->stop(kLongGrace); });
    EXPECT_TRUE(idle.ended());
    server.gate().open();
    const Reply reply = client.receive();
    EXPECT_EQ(reply.body, "worker:running");
    EXPECT_EQ(reply.header("Connection"), "close");
    stopped.get();
    EXPECT_TRUE(client.ended());
}

TEST(Server, lets_a_request_end_that_is_being_sent_when_it_stops) {
    EchoServer server;
    WireClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    WireClient idle{server.port()};
    idle.ask(get("/"));
    auto stopped = std::async(std::launch::async, [&] { server->stop(kLongGrace); });
    EXPECT_TRUE(idle.ended());
    const Reply reply = client.ask("body");
    EXPECT_EQ(reply.body, "body");
    EXPECT_EQ(reply.header("Connection"), "close");
    stopped.get();
}

TEST(Server, cuts_off_what_does_not_end_within_the_grace) {
    EchoServer server;
    WireClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    server->stop(milliseconds{1});
    EXPECT_TRUE(client.ended());
}

TEST(Server, drops_the_reply_of_a_worker_that_outlasts_the_grace) {
    EchoServer server;
    WireClient client{server.port()};
    client.send(post("/gate", "long"));
    server.gate().wait_for(1);
    auto stopped = std::async(std::launch::async, [&] { server->stop(milliseconds{1}); });
    EXPECT_TRUE(client.ended());
    server.gate().open();
    stopped.get();
}

TEST(Server, refuses_connections_after_it_has_stopped) {
    EchoServer server;
    const std::uint16_t port = server.port();
    server->stop(milliseconds{0});
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_NE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(socket);
}

// ---- connection limits ----

using Clients = std::vector<std::unique_ptr<WireClient>>;

Clients connect(EchoServer& server, std::size_t count) {
    Clients clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<WireClient>(server.port()));
        EXPECT_EQ(clients.back()->ask(get("/", "X-Caller: known\r\n")).status, 200);
    }
    return clients;
}

TEST(ConnectionLimit, closes_the_oldest_idle_connection_for_a_new_one) {
    http::ServerOptions options;
    options.limits.connections = 3;
    EchoServer server{options};
    Clients clients = connect(server, 3);
    clients[0]->ask(get("/"));  // now the second is idle for longest
    WireClient fourth{server.port()};
    EXPECT_EQ(fourth.ask(get("/")).status, 200);
    EXPECT_TRUE(clients[1]->ended());
    EXPECT_EQ(clients[0]->ask(get("/")).status, 200);
    EXPECT_EQ(clients[2]->ask(get("/")).status, 200);
}

TEST(ConnectionLimit, closes_a_new_connection_when_all_are_busy) {
    http::ServerOptions options;
    options.limits.connections = 1;
    EchoServer server{options};
    WireClient busy{server.port()};
    busy.send(post("/gate", "busy"));
    server.gate().wait_for(1);
    EXPECT_TRUE(WireClient{server.port()}.ended());
    server.gate().open();
    EXPECT_EQ(busy.receive().body, "worker:busy");
}

TEST(ConnectionLimit, holds_for_each_address) {
    http::ServerOptions options;
    options.limits.connections_per_address = 2;
    EchoServer server{options};
    Clients clients = connect(server, 2);
    EXPECT_EQ(WireClient{server.port()}.ask(get("/")).status, 200);
    EXPECT_TRUE(clients[0]->ended());
    EXPECT_EQ(clients[1]->ask(get("/")).status, 200);
}

TEST(ConnectionLimit, exempts_loopback_in_development) {
    http::ServerOptions options;
    options.limits.connections_per_address = 2;
    options.development = true;
    EchoServer server{options};
    Clients clients = connect(server, 4);
    for (const auto& client : clients) EXPECT_EQ(client->ask(get("/")).status, 200);
}

}  // namespace
}  // namespace tandem::test
