// Deadlines: a test waits for the server's end of the connection, so it takes as long as the limit that it sets.

#include "echo_dialect.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

namespace tandem::test {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kShort{60};

EchoServer serve(http::SessionLimits limits, http::TlsMode tls = http::TlsMode::off) {
    http::ServerOptions options;
    options.listeners.push_back({.address = "127.0.0.1:0", .tls = tls});
    options.limits = limits;
    return EchoServer{options};
}

TEST(Deadline, ends_a_connection_that_sends_nothing) {
    EchoServer server = serve({.header = kShort});
    EXPECT_TRUE(WireClient{server.port()}.ended());
}

TEST(Deadline, ends_a_connection_whose_head_stays_incomplete) {
    EchoServer server = serve({.header = kShort});
    WireClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost:");
    EXPECT_TRUE(client.ended());
}

TEST(Deadline, is_not_put_off_by_further_bytes_of_a_head) {
    EchoServer server = serve({.header_bytes = 256 * 1024 * 1024, .header = kShort});
    WireClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: test\r\n");
    while (client.send("X")) {
    }
    EXPECT_TRUE(client.ended());
}

TEST(Deadline, ends_a_connection_whose_body_stays_incomplete) {
    EchoServer server = serve({.body = kShort});
    WireClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(client.ended());
}

TEST(Deadline, ends_a_request_that_takes_too_long_as_a_whole) {
    EchoServer server = serve({.request = kShort});
    WireClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(client.ended());
}

TEST(Deadline, ends_a_request_that_is_too_long_on_the_worker_pool) {
    EchoServer server = serve({.request = kShort});
    WireClient client{server.port()};
    client.send(get("/gate"));
    EXPECT_TRUE(client.ended());
    server.gate().open();
}

TEST(Deadline, ends_an_idle_connection) {
    EchoServer server = serve({.idle = kShort});
    WireClient client{server.port()};
    EXPECT_EQ(client.ask(get("/")).status, 200);
    EXPECT_TRUE(client.ended());
}

TEST(Deadline, ends_a_connection_that_does_not_take_its_reply) {
    EchoServer server = serve({.write = kShort});
    WireClient client{server.port()};
    for (int i = 0; i < 16; ++i) client.send(get("/large"));
    // All that was already on its way comes; then the connection ends before all of it did.
    int complete = 0;
    while (server->counters().connections_total == 0 || server->counters().connections_open > 0) {
        std::this_thread::yield();
    }
    while (client.receive().status != 0) ++complete;
    EXPECT_LT(complete, 16);
}

TEST(Deadline, ends_a_tls_connection_that_does_not_shake_hands) {
    EchoServer server = serve({.handshake = kShort}, http::TlsMode::required);
    EXPECT_TRUE(WireClient{server.port()}.ended());
}

TEST(Deadline, ends_a_handshake_that_stays_incomplete) {
    EchoServer server = serve({.handshake = kShort}, http::TlsMode::optional);
    WireClient client{server.port()};
    client.send("\x16\x03\x01");
    EXPECT_TRUE(client.ended());
}

}  // namespace
}  // namespace tandem::test
