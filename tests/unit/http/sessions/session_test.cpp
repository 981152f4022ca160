// One connection against a real server: what is read, what is answered, and when it ends.

#include "echo_dialect.hpp"
#include "wire_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace tandem::test {
namespace {

http::ServerOptions with_limits(http::SessionLimits limits) {
    http::ServerOptions options;
    options.limits = limits;
    return options;
}

class SessionTest : public testing::Test {
  protected:
    EchoServer server_;
    WireClient client_{server_.port()};
};

TEST_F(SessionTest, hands_the_request_over_and_the_reply_back) {
    const Reply reply = client_.ask(post("/show?a=b", "the body", "X-Key: v\r\n"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Content-Type"), "text/plain");
    EXPECT_EQ(reply.body, "POST|/show|a=b|plain|Host=test|Content-Length=8|X-Key=v|the body");
}

TEST_F(SessionTest, dates_the_reply) {
    const std::string date = client_.ask(get("/")).header("Date");
    EXPECT_EQ(date.size(), 29U);
    EXPECT_TRUE(date.ends_with(" GMT"));
}

TEST_F(SessionTest, answers_again_on_the_same_connection) {
    for (int i = 0; i < 100; ++i) {
        const std::string body(static_cast<std::size_t>(i * 37), 'b');
        ASSERT_EQ(client_.ask(post("/echo", body)).body, body);
    }
    EXPECT_EQ(server_->counters().connections_total, 1U);
    EXPECT_EQ(server_->counters().requests_total, 100U);
}

TEST_F(SessionTest, answers_50_pipelined_requests_in_their_order) {
    std::string requests;
    for (int i = 0; i < 50; ++i) requests += post("/echo", "request " + std::to_string(i));
    client_.send(requests);
    for (int i = 0; i < 50; ++i) ASSERT_EQ(client_.receive().body, "request " + std::to_string(i));
}

TEST_F(SessionTest, answers_more_pipelined_requests_than_its_buffer_holds) {
    constexpr int kRequests = 40;  // of 1 KiB each
    const std::string body(1024, 'b');
    std::string requests;
    for (int i = 0; i < kRequests; ++i) requests += post("/echo", body + std::to_string(i));
    client_.send(requests);
    for (int i = 0; i < kRequests; ++i) ASSERT_EQ(client_.receive().body, body + std::to_string(i));
}

TEST_F(SessionTest, answers_pipelined_requests_behind_one_on_the_worker_pool_in_their_order) {
    client_.send(post("/worker", "1") + post("/echo", "2") + post("/worker", "3") + post("/echo", "4"));
    for (const char* body : {"worker:1", "2", "worker:3", "4"}) EXPECT_EQ(client_.receive().body, body);
}

TEST_F(SessionTest, does_not_hold_a_reply_back_for_a_later_request_on_the_worker_pool) {
    client_.send(post("/echo", "quick") + post("/gate", "slow"));
    EXPECT_EQ(client_.receive().body, "quick");
    server_.gate().open();
    EXPECT_EQ(client_.receive().body, "worker:slow");
}

TEST_F(SessionTest, takes_a_request_in_pieces) {
    const std::string request = post("/echo", "in pieces");
    for (const char c : request) ASSERT_TRUE(client_.send({&c, 1}));
    EXPECT_EQ(client_.receive().body, "in pieces");
}

TEST_F(SessionTest, takes_a_body_of_128_KiB) {
    const std::string body(128 * 1024, 'b');
    EXPECT_EQ(client_.ask(post("/echo", body)).body, body);
    EXPECT_EQ(client_.ask(post("/echo", "after it")).body, "after it");
}

TEST_F(SessionTest, takes_a_chunked_body) {
    const std::string head = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(client_.ask(head + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n").body, "abcde");
    EXPECT_EQ(client_.ask(get("/show?next")).status, 200);
}

TEST_F(SessionTest, asks_for_the_body_when_the_client_waits_for_it) {
    client_.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(client_.receive().status, 100);
    EXPECT_EQ(client_.ask("body").body, "body");
}

TEST_F(SessionTest, does_not_ask_for_a_body_that_is_there) {
    EXPECT_EQ(client_.ask(post("/echo", "body", "Expect: 100-continue\r\n")).status, 200);
}

TEST_F(SessionTest, does_not_ask_for_a_body_that_is_too_large) {
    client_.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
    EXPECT_EQ(client_.receive().status, 413);
}

TEST_F(SessionTest, strips_an_absolute_target) {
    EXPECT_TRUE(client_.ask(get("http://other:1/show?q")).body.starts_with("GET|/show|q|"));
}

TEST_F(SessionTest, takes_a_whole_url_as_host) {
    const Reply reply = client_.ask("GET /show HTTP/1.1\r\nHost: http://127.0.0.1:8990/\r\n\r\n");
    EXPECT_EQ(reply.body, "GET|/show||plain|Host=http://127.0.0.1:8990/|");
}

TEST_F(SessionTest, answers_head_without_a_body) {
    client_.send("HEAD /show HTTP/1.1\r\nHost: test\r\n\r\n");
    const Reply reply = client_.receive(true);
    EXPECT_NE(reply.header("Content-Length"), "0");
    EXPECT_EQ(client_.ask(post("/echo", "next")).body, "next");
}

TEST_F(SessionTest, sends_no_body_with_204) {
    client_.send(get("/none") + post("/echo", "next"));
    EXPECT_EQ(client_.receive().status, 204);
    EXPECT_EQ(client_.receive().body, "next");
}

TEST_F(SessionTest, sends_a_reply_that_the_client_takes_slowly) {
    client_.send(get("/large") + post("/echo", "next"));
    EXPECT_EQ(client_.receive().body.size(), 4U * 1024 * 1024);
    EXPECT_EQ(client_.receive().body, "next");
}

// ---- empty lines in front of a request line ----

TEST_F(SessionTest, takes_a_line_end_behind_a_body_for_nothing) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client_.ask(post("/echo", "body") + "\r\n").body, "body");
    EXPECT_EQ(server_->counters().requests_total, 3U);
}

TEST_F(SessionTest, takes_it_in_pieces) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client_.ask(post("/echo", "body") + "\r").body, "body");
        client_.send("\n");
    }
    EXPECT_EQ(client_.ask("\r\n" + get("/")).status, 400);  // the second one
}

TEST_F(SessionTest, takes_one_before_the_first_request) {
    EXPECT_EQ(client_.ask("\r\n" + post("/echo", "body")).body, "body");
}

TEST_F(SessionTest, refuses_two) { EXPECT_EQ(client_.ask("\r\n\r\n" + get("/")).status, 400); }

TEST_F(SessionTest, is_idle_behind_one) {
    EXPECT_EQ(client_.ask(post("/echo", "body") + "\r\n").body, "body");
    server_->stop(std::chrono::milliseconds{60'000});
    EXPECT_TRUE(client_.ended());
}

// ---- when the connection ends ----

TEST_F(SessionTest, closes_when_the_client_asks) {
    EXPECT_EQ(client_.ask(get("/", "Connection: close\r\n")).header("Connection"), "close");
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, closes_when_the_dialect_asks) {
    EXPECT_EQ(client_.ask(get("/close")).header("Connection"), "close");
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, closes_after_http_1_0) {
    EXPECT_EQ(client_.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, keeps_an_http_1_0_connection_on_request) {
    const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(client_.ask(request).header("Connection"), "keep-alive");
    EXPECT_EQ(client_.ask(request).status, 200);
}

TEST_F(SessionTest, answers_a_client_that_has_finished_sending) {
    client_.send(post("/echo", "last"));
    client_.finish_sending();
    EXPECT_EQ(client_.receive().body, "last");
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, forgets_a_client_that_goes_in_the_middle_of_a_request) {
    client_.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
    client_.finish_sending();
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, survives_a_client_that_goes_before_its_reply) {
    {
        WireClient gone{server_.port()};
        gone.send(get("/gate"));
        server_.gate().wait_for(1);
    }
    server_.gate().open();
    EXPECT_EQ(client_.ask(post("/echo", "still here")).body, "still here");
}

TEST(Session, closes_after_its_last_request) {
    EchoServer server{with_limits({.requests_per_connection = 3})};
    WireClient client{server.port()};
    EXPECT_EQ(client.ask(get("/")).header("Connection"), "");
    EXPECT_EQ(client.ask(get("/")).header("Connection"), "");
    EXPECT_EQ(client.ask(get("/")).header("Connection"), "close");
    EXPECT_TRUE(client.ended());
}

TEST(Session, closes_when_it_is_old) {
    EchoServer server{with_limits({.connection_age = std::chrono::milliseconds{0}})};
    WireClient client{server.port()};
    EXPECT_EQ(client.ask(get("/")).header("Connection"), "close");
    EXPECT_TRUE(client.ended());
}

// ---- refusals ----

TEST_F(SessionTest, refuses_a_malformed_request_and_closes) {
    const Reply reply = client_.ask("GET / HTTP/1.1\r\nHost : test\r\n\r\n");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_NE(reply.body.find("colon"), std::string::npos);
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, answers_what_came_before_a_malformed_request) {
    client_.send(post("/echo", "good") + "bad\r\n\r\n");
    EXPECT_EQ(client_.receive().body, "good");
    EXPECT_EQ(client_.receive().status, 400);
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, answers_nothing_behind_a_malformed_request) {
    client_.send("bad\r\n\r\n" + get("/"));
    EXPECT_EQ(client_.receive().status, 400);
    EXPECT_EQ(client_.receive().status, 0);
}

TEST_F(SessionTest, refuses_a_large_body_in_the_dialects_form) {
    const Reply reply = client_.ask("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 131073\r\n\r\n");
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.body, "request_too_large");
    EXPECT_EQ(reply.header("Connection"), "close");
}

TEST_F(SessionTest, lets_a_client_read_the_refusal_that_still_sends_its_large_body) {
    EXPECT_TRUE(client_.send(post("/echo", std::string(8 * 1024 * 1024, 'b'))));
    EXPECT_EQ(client_.receive().status, 413);
    client_.finish_sending();
    EXPECT_TRUE(client_.ended());
}

TEST_F(SessionTest, refuses_a_large_chunked_body_in_the_dialects_form) {
    std::string request = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 129; ++i) request += "400\r\n" + std::string(1024, 'c') + "\r\n";
    client_.send(request);
    EXPECT_EQ(client_.receive().status, 413);
}

TEST_F(SessionTest, answers_an_exception_as_an_internal_error_and_goes_on) {
    testing::internal::CaptureStderr();
    const Reply reply = client_.ask(get("/throw"));
    EXPECT_NE(testing::internal::GetCapturedStderr().find("thrown by a test"), std::string::npos);
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body, "internal");
    EXPECT_EQ(client_.ask(get("/")).status, 200);
}

// ---- the worker pool ----

TEST_F(SessionTest, serves_others_while_a_request_is_on_the_worker_pool) {
    client_.send(post("/gate", "slow"));
    server_.gate().wait_for(1);
    WireClient other{server_.port()};
    EXPECT_EQ(other.ask(post("/echo", "quick")).body, "quick");
    server_.gate().open();
    EXPECT_EQ(client_.receive().body, "worker:slow");
}

TEST(Session, throttles_a_request_over_its_share_of_the_workers_queue) {
    http::ServerOptions options = with_limits({.worker_queue = 1});
    options.worker_threads = 1;
    EchoServer server{options};
    WireClient first{server.port()};
    WireClient second{server.port()};
    WireClient third{server.port()};
    first.send(post("/gate", "1"));
    server.gate().wait_for(1);
    second.send(post("/echo", "then") + post("/gate", "2"));
    EXPECT_EQ(second.receive().body, "then");  // the one behind it goes to the queue before anything else is read
    const Reply refused = third.ask(post("/worker", "3"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.body, "throttled");
    EXPECT_EQ(third.ask(get("/")).status, 200);
    server.gate().open();
    EXPECT_EQ(first.receive().body, "worker:1");
    EXPECT_EQ(second.receive().body, "worker:2");
}

// ---- development, hooks ----

TEST(Session, shows_the_diagnosis_in_development) {
    http::ServerOptions options;
    options.development = true;
    EchoServer server{options};
    WireClient client{server.port()};
    EXPECT_EQ(client.ask(get("/diagnose?why")).header("X-Tandem-Diag"), "why");
}

TEST_F(SessionTest, hides_the_diagnosis_otherwise) {
    EXPECT_EQ(client_.ask(get("/diagnose?why")).header("X-Tandem-Diag"), "");
}

TEST_F(SessionTest, lets_no_line_end_into_a_reply_field) {
    EXPECT_EQ(client_.ask(get("/echo-header", "X-Echo: a b\r\n")).header("X-Echo"), "a b");
}

TEST(Session, tells_of_each_answer_once) {
    std::vector<std::string> told;
    http::ServerOptions options;
    options.on_answered = [&](const api::Exchange& exchange, std::chrono::microseconds) {
        told.push_back(std::string{exchange.request.path} + " " + std::to_string(exchange.reply.status));
    };
    EchoServer server{options};
    WireClient client{server.port()};
    client.ask(get("/echo"));
    client.ask(get("/worker"));
    client.ask("bad\r\n\r\n");
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(told, (std::vector<std::string>{"/echo 200", "/worker 200", " 400"}));
}

}  // namespace
}  // namespace tandem::test
