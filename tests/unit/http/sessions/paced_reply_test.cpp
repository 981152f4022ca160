// Replies that go out over time: delayed, in parts, cut, or endless.

#include "echo_dialect.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace tandem::test {
namespace {

using api::PacedReply;
using std::chrono::milliseconds;
using Then = PacedReply::Then;

constexpr milliseconds kNoLonger{0};
constexpr std::chrono::hours kForEver{1};

// The bytes that a step sends; kReply stands for the reply as it would have gone out at once.
constexpr std::string_view kReply = "(reply)";
struct Act {
    std::string bytes;
    Then then = Then::wait;
    milliseconds pause{0};
};

class ScriptedReply final : public PacedReply {
  public:
    ScriptedReply(std::vector<Act> acts, Gate& gone) : acts_(std::move(acts)), gone_(gone) {}
    ~ScriptedReply() override { gone_.pass(); }
    ScriptedReply(const ScriptedReply&) = delete;
    ScriptedReply& operator=(const ScriptedReply&) = delete;

    void begin(std::string reply) override { reply_ = std::move(reply); }
    Step next(std::string& out) override {
        const Act& act = acts_[std::min(played_++, acts_.size() - 1)];
        out += act.bytes == kReply ? reply_ : act.bytes;
        return {act.then, act.pause};
    }

  private:
    const std::vector<Act> acts_;
    Gate& gone_;
    std::string reply_;
    std::size_t played_ = 0;
};

// A server with one I/O thread, whose /paced and /stream play the acts.
class PacedReplyTest : public testing::Test {
  protected:
    ~PacedReplyTest() override { server_.reset(); }

    EchoServer& serve(std::vector<Act> acts, http::ServerOptions options = {}) {
        gone_.open();  // counts, and holds nobody
        server_.emplace(std::move(options),
                        [this, acts = std::move(acts)] { return std::make_shared<ScriptedReply>(acts, gone_); });
        return *server_;
    }

    Gate gone_;
    std::optional<EchoServer> server_;
};

http::ServerOptions paced_with_tls() {
    http::ServerOptions options;
    options.listeners.push_back({.address = "127.0.0.1:0", .tls = http::TlsMode::optional});
    return options;
}

TEST_F(PacedReplyTest, is_sent_when_it_is_finished_and_the_connection_goes_on) {
    WireClient client{serve({{"", Then::wait, milliseconds{1}}, {std::string{kReply}, Then::finished}}).port()};
    for (int i = 0; i < 3; ++i) {
        const Reply reply = client.ask(post("/paced", "a"));
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "paced:a");
        EXPECT_EQ(client.ask(post("/echo", "b")).body, "b");
    }
}

TEST_F(PacedReplyTest, sends_each_part_before_it_waits) {
    WireClient client{serve({{"one", Then::wait, milliseconds{1}}, {"two", Then::wait, kForEver}}).port()};
    client.send(get("/paced"));
    std::string received;
    while (received.size() < 6) received += client.receive_some();
    EXPECT_EQ(received, "onetwo");
}

TEST_F(PacedReplyTest, holds_back_later_requests_of_its_connection) {
    WireClient client{serve({{"", Then::wait, milliseconds{2}}, {std::string{kReply}, Then::finished}}).port()};
    client.send(post("/paced", "1") + post("/echo", "2") + post("/paced", "3") + post("/worker", "4"));
    EXPECT_EQ(client.receive().body, "paced:1");
    EXPECT_EQ(client.receive().body, "2");
    EXPECT_EQ(client.receive().body, "paced:3");
    EXPECT_EQ(client.receive().body, "worker:4");
}

TEST_F(PacedReplyTest, does_not_hold_back_earlier_replies) {
    WireClient client{serve({{"", Then::wait, kForEver}}).port()};
    client.send(post("/echo", "1") + post("/paced", "2"));
    EXPECT_EQ(client.receive().body, "1");
}

TEST_F(PacedReplyTest, does_not_hold_back_other_connections) {
    EchoServer& server = serve({{"begun", Then::wait, kForEver}});
    WireClient waiting{server.port()};
    waiting.send(get("/paced"));
    EXPECT_EQ(waiting.receive_some(), "begun");
    WireClient other{server.port()};
    EXPECT_EQ(other.ask(post("/echo", "a")).body, "a");
}

TEST_F(PacedReplyTest, answers_requests_that_came_while_it_waited) {
    WireClient client{serve({{"begun", Then::wait, milliseconds{20}}, {std::string{kReply}, Then::finished}}).port()};
    client.send(post("/paced", "1"));
    EXPECT_EQ(client.receive_some(), "begun");
    client.send(post("/echo", "2"));
    EXPECT_EQ(client.receive().body, "paced:1");
    EXPECT_EQ(client.receive().body, "2");
}

TEST_F(PacedReplyTest, may_wait_longer_than_any_deadline) {
    constexpr milliseconds kBriefly{10};
    http::ServerOptions options;
    options.limits = {.handshake = kBriefly,
                      .header = kBriefly,
                      .body = kBriefly,
                      .idle = kBriefly,
                      .write = kBriefly,
                      .request = kBriefly};
    WireClient client{serve({{"", Then::wait, 10 * kBriefly}, {std::string{kReply}, Then::finished}}, options).port()};
    EXPECT_EQ(client.ask(post("/paced", "a")).body, "paced:a");
}

TEST_F(PacedReplyTest, may_close_without_a_byte) {
    WireClient client{serve({{"", Then::close}}).port()};
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_all(), "");
    EXPECT_FALSE(client.was_reset());
}

TEST_F(PacedReplyTest, may_close_after_some_bytes) {
    WireClient client{serve({{"HTTP/1.1 2", Then::close}}).port()};
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_all(), "HTTP/1.1 2");
    EXPECT_FALSE(client.was_reset());
}

TEST_F(PacedReplyTest, may_reset_the_connection) {
    WireClient client{serve({{"", Then::wait, milliseconds{1}}, {"", Then::reset}}).port()};
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_all(), "");
    EXPECT_TRUE(client.was_reset());
}

TEST_F(PacedReplyTest, may_be_larger_than_what_the_client_takes_at_once) {
    const std::string large(16 * 1024 * 1024, 'x');
    WireClient client{serve({{large, Then::wait, kNoLonger}, {large, Then::close}}).port()};
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_all().size(), 2 * large.size());
}

TEST_F(PacedReplyTest, is_dropped_when_the_client_goes_away) {
    EchoServer& server = serve({{"begun", Then::wait, kForEver}});
    {
        WireClient client{server.port()};
        client.send(get("/paced"));
        EXPECT_EQ(client.receive_some(), "begun");
    }
    gone_.wait_for(1);
}

TEST_F(PacedReplyTest, is_dropped_when_a_client_goes_away_that_has_sent_more) {
    EchoServer& server = serve({{"begun", Then::wait, kForEver}});
    {
        WireClient client{server.port()};
        client.send(get("/paced") + get("/echo"));
        EXPECT_EQ(client.receive_some(), "begun");
        client.send(get("/echo"));
    }
    gone_.wait_for(1);
}

TEST_F(PacedReplyTest, does_not_hold_back_the_end_of_the_server) {
    EchoServer& server = serve({{"begun", Then::wait, kForEver}});
    WireClient client{server.port()};
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_some(), "begun");
    server->stop(std::chrono::minutes{10});
    EXPECT_TRUE(client.ended());
}

TEST_F(PacedReplyTest, without_a_length_ends_with_the_connection) {
    WireClient client{serve({{std::string{kReply}, Then::finished}}).port()};
    client.send(post("/stream", "a") + post("/echo", "never answered"));
    const Reply reply = client.receive();
    EXPECT_EQ(reply.header("Content-Length"), "");
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_EQ(client.receive_all(), "paced:a");
    EXPECT_FALSE(client.was_reset());
}

// An event stream: never finished, bytes now and then.
void expect_stream(WireClient& client, Gate& gone) {
    client.send(get("/stream"));
    EXPECT_EQ(client.receive().header("Content-Length"), "");
    std::string events;
    while (events.size() < 40) events += client.receive_some();
    EXPECT_EQ(events.substr(0, 24), "paced:event\nevent\nevent\n");
    client.finish_sending();
    gone.wait_for(1);
}

TEST_F(PacedReplyTest, may_be_an_endless_stream) {
    WireClient client{
        serve({{std::string{kReply}, Then::wait, milliseconds{1}}, {"event\n", Then::wait, milliseconds{1}}}).port()};
    expect_stream(client, gone_);
}

TEST_F(PacedReplyTest, may_be_an_endless_stream_through_tls) {
    WireClient client{
        serve({{std::string{kReply}, Then::wait, milliseconds{1}}, {"event\n", Then::wait, milliseconds{1}}},
              paced_with_tls())
            .port()};
    client.start_tls();
    ASSERT_TRUE(client.handshaken());
    expect_stream(client, gone_);
}

TEST_F(PacedReplyTest, goes_on_through_tls_as_on_a_plain_connection) {
    WireClient client{
        serve({{"", Then::wait, milliseconds{1}}, {std::string{kReply}, Then::finished}}, paced_with_tls()).port()};
    client.start_tls();
    client.send(post("/paced", "1") + post("/echo", "2"));
    EXPECT_EQ(client.receive().body, "paced:1");
    EXPECT_EQ(client.receive().body, "2");
    EXPECT_EQ(client.ask(post("/paced", "3")).body, "paced:3");
}

TEST_F(PacedReplyTest, resets_a_tls_connection) {
    WireClient client{serve({{"", Then::reset}}, paced_with_tls()).port()};
    client.start_tls();
    client.send(get("/paced"));
    EXPECT_EQ(client.receive_all(), "");
    EXPECT_TRUE(client.was_reset());
}

}  // namespace
}  // namespace tandem::test
