#include "messages/reply_format.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tandem::http {
namespace {

class AppendReply : public testing::Test {
  protected:
    std::string text() const {
        std::string out;
        append_reply(out, reply_, facts_, frame_);
        return out;
    }
    bool has(std::string_view part) const { return text().find(part) != std::string::npos; }

    api::WireReply reply_;
    api::RequestFacts facts_;
    ReplyFrame frame_;
};

TEST_F(AppendReply, writes_head_and_body) {
    reply_.body = "{}";
    frame_.date_line = "Date: now\r\n";
    EXPECT_EQ(text(), "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_F(AppendReply, appends_behind_an_earlier_reply) {
    std::string out = "earlier";
    append_reply(out, reply_, facts_, frame_);
    EXPECT_TRUE(out.starts_with("earlierHTTP/1.1 200"));
}

TEST_F(AppendReply, names_other_statuses) {
    reply_.status = 404;
    EXPECT_TRUE(text().starts_with("HTTP/1.1 404 Not Found\r\n"));
}

TEST_F(AppendReply, gives_no_length_with_204) {
    reply_.status = 204;
    EXPECT_FALSE(has("Content-"));
}

TEST_F(AppendReply, gives_no_type_when_there_is_none) {
    reply_.content_type = "";
    EXPECT_FALSE(has("Content-Type"));
}

TEST_F(AppendReply, answers_head_with_the_length_alone) {
    reply_.body = "abc";
    frame_.head_request = true;
    EXPECT_TRUE(has("Content-Length: 3\r\n"));
    EXPECT_TRUE(text().ends_with("\r\n\r\n"));
}

TEST_F(AppendReply, says_that_it_closes) {
    frame_.close = true;
    EXPECT_TRUE(has("Connection: close\r\n"));
}

TEST_F(AppendReply, says_to_an_http_1_0_client_that_it_stays) {
    EXPECT_FALSE(has("Connection"));
    frame_.http_1_1 = false;
    EXPECT_TRUE(has("Connection: keep-alive\r\n"));
}

TEST_F(AppendReply, writes_the_fields_of_the_reply) {
    reply_.headers.push_back({"X-Request-Id", "7"});
    EXPECT_TRUE(has("X-Request-Id: 7\r\n"));
}

TEST_F(AppendReply, lets_no_line_end_into_a_field) {
    reply_.headers.push_back({"X-Echo", std::string{"a\r\nSet-Cookie: b\0c", 18}});
    EXPECT_TRUE(has("X-Echo: a  Set-Cookie: b c\r\n"));
}

TEST_F(AppendReply, shows_the_diagnosis_in_development_alone) {
    facts_.diagnosis = "the clock is off";
    EXPECT_FALSE(has("X-Tandem-Diag"));
    frame_.show_diagnosis = true;
    EXPECT_TRUE(has("X-Tandem-Diag: the clock is off\r\n"));
}

TEST_F(AppendReply, shows_the_first_line_of_the_diagnosis_header_safe) {
    frame_.show_diagnosis = true;
    facts_.diagnosis = "caf\xc3\xa9\tbar\nsecond";
    EXPECT_TRUE(has("X-Tandem-Diag: caf???bar\r\n"));
    EXPECT_FALSE(has("second"));
}

TEST_F(AppendReply, shows_at_most_512_bytes_of_the_diagnosis) {
    frame_.show_diagnosis = true;
    facts_.diagnosis = std::string(513, 'd');
    EXPECT_TRUE(has(" " + std::string(512, 'd') + "\r\n"));
}

TEST_F(AppendReply, leaves_an_empty_diagnosis_out) {
    frame_.show_diagnosis = true;
    EXPECT_FALSE(has("X-Tandem-Diag"));
}

}  // namespace
}  // namespace tandem::http
