#include "messages/request_check.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tandem::http {
namespace {

using Progress = HeadScanner::Progress;

Progress scan(std::string_view text) { return HeadScanner{}.scan(text); }
Progress scan_field(const std::string& line) { return scan("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n"); }

TEST(HeadScanner, finds_the_empty_line) {
    HeadScanner scanner;
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    EXPECT_EQ(scanner.scan(head + "body\n"), Progress::complete);
    EXPECT_EQ(scanner.size(), head.size());
    EXPECT_EQ(scanner.request_line_size(), 16U);
}

TEST(HeadScanner, goes_on_where_it_stopped) {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n";
    HeadScanner scanner;
    for (std::size_t size = 0; size < head.size(); ++size) {
        ASSERT_EQ(scanner.scan(head.substr(0, size)), Progress::incomplete) << size;
    }
    EXPECT_EQ(scanner.scan(head), Progress::complete);
}

TEST(HeadScanner, takes_a_head_without_fields) { EXPECT_EQ(scan("GET / HTTP/1.0\r\n\r\n"), Progress::complete); }
TEST(HeadScanner, takes_an_empty_value) { EXPECT_EQ(scan_field("Empty:"), Progress::complete); }
TEST(HeadScanner, takes_a_blank_before_the_line_end) { EXPECT_EQ(scan_field("A: b \t"), Progress::complete); }

TEST(HeadScanner, refuses_a_field_folded_with_a_blank) { EXPECT_EQ(scan_field("A: b\r\n c"), Progress::malformed); }
TEST(HeadScanner, refuses_a_field_folded_with_a_tab) { EXPECT_EQ(scan_field("A: b\r\n\tc"), Progress::malformed); }
TEST(HeadScanner, refuses_a_bare_line_feed) { EXPECT_EQ(scan_field("A: b\nC: d"), Progress::malformed); }
TEST(HeadScanner, refuses_a_bare_line_feed_behind_the_request_line) {
    EXPECT_EQ(scan("GET / HTTP/1.1\nHost: a\r\n\r\n"), Progress::malformed);
}
TEST(HeadScanner, refuses_a_head_of_bare_line_feeds) { EXPECT_EQ(scan("\n\n"), Progress::malformed); }
TEST(HeadScanner, refuses_a_bare_carriage_return) { EXPECT_EQ(scan_field("A: b\rC: d"), Progress::malformed); }
TEST(HeadScanner, refuses_a_doubled_carriage_return) { EXPECT_EQ(scan_field("A: b\r"), Progress::malformed); }
TEST(HeadScanner, refuses_NUL) { EXPECT_EQ(scan_field(std::string{"A: b\0c", 6}), Progress::malformed); }
TEST(HeadScanner, refuses_NUL_in_the_target) {
    EXPECT_EQ(scan(std::string_view{"GET /\0 HTTP/1.1\r\n\r\n", 19}), Progress::malformed);
}
TEST(HeadScanner, refuses_a_blank_before_the_colon) { EXPECT_EQ(scan_field("A : b"), Progress::malformed); }
TEST(HeadScanner, refuses_a_tab_before_the_colon) { EXPECT_EQ(scan_field("A\t: b"), Progress::malformed); }
TEST(HeadScanner, refuses_a_line_without_a_colon) { EXPECT_EQ(scan_field("nonsense"), Progress::malformed); }
TEST(HeadScanner, refuses_a_field_without_a_name) { EXPECT_EQ(scan_field(": b"), Progress::malformed); }
TEST(HeadScanner, refuses_an_empty_request_line) { EXPECT_EQ(scan("\r\nHost: a\r\n\r\n"), Progress::malformed); }
TEST(HeadScanner, says_why) {
    HeadScanner scanner;
    scanner.scan("GET / HTTP/1.1\r\nA : b\r\n\r\n");
    EXPECT_NE(scanner.reason().find("blank"), std::string_view::npos);
}

TEST(FramingFault, takes_one_host) { EXPECT_EQ(framing_fault({.hosts = 1}), ""); }
TEST(FramingFault, takes_no_host_in_http_1_0) { EXPECT_EQ(framing_fault({.http_1_1 = false}), ""); }
TEST(FramingFault, refuses_no_host_in_http_1_1) { EXPECT_NE(framing_fault({}), ""); }
TEST(FramingFault, refuses_two_hosts) { EXPECT_NE(framing_fault({.hosts = 2}), ""); }
TEST(FramingFault, takes_one_length) { EXPECT_EQ(framing_fault({.hosts = 1, .content_lengths = 1}), ""); }
TEST(FramingFault, refuses_two_lengths) { EXPECT_NE(framing_fault({.hosts = 1, .content_lengths = 2}), ""); }
TEST(FramingFault, refuses_a_length_that_is_no_number) {
    EXPECT_NE(framing_fault({.hosts = 1, .content_lengths = 1, .content_length_is_number = false}), "");
}
TEST(FramingFault, takes_chunked) { EXPECT_EQ(framing_fault({.hosts = 1, .transfer_encodings = 1}), ""); }
TEST(FramingFault, refuses_chunked_with_a_length) {
    EXPECT_NE(framing_fault({.hosts = 1, .content_lengths = 1, .transfer_encodings = 1}), "");
}
TEST(FramingFault, refuses_two_transfer_encodings) {
    EXPECT_NE(framing_fault({.hosts = 1, .transfer_encodings = 2}), "");
}
TEST(FramingFault, refuses_another_transfer_encoding) {
    EXPECT_NE(framing_fault({.hosts = 1, .transfer_encodings = 1, .transfer_encoding_is_chunked = false}), "");
}
TEST(FramingFault, refuses_chunked_in_http_1_0) {
    EXPECT_NE(framing_fault({.hosts = 1, .transfer_encodings = 1, .http_1_1 = false}), "");
}

void expect_split(std::string_view target, std::string_view path, std::string_view query) {
    const TargetParts parts = split_target(target);
    EXPECT_EQ(parts.path, path) << target;
    EXPECT_EQ(parts.query, query) << target;
}

TEST(SplitTarget, tells_the_authority) {
    EXPECT_EQ(split_target("http://user@host:80/a?b").authority, "user@host:80");
    EXPECT_EQ(split_target("https://host").authority, "host");
    EXPECT_EQ(split_target("http://host?a").authority, "host");
    EXPECT_EQ(split_target("/http://host/a").authority, "");
}
TEST(SplitTarget, takes_a_path) { expect_split("/a/b", "/a/b", ""); }
TEST(SplitTarget, splits_at_the_first_question_mark) { expect_split("/a?b=c?d", "/a", "b=c?d"); }
TEST(SplitTarget, drops_scheme_and_authority) { expect_split("http://host:80/a?b", "/a", "b"); }
TEST(SplitTarget, ignores_the_case_of_the_scheme) { expect_split("HTTPS://host/a", "/a", ""); }
TEST(SplitTarget, gives_an_absolute_target_without_a_path_one) { expect_split("http://host", "/", ""); }
TEST(SplitTarget, keeps_the_query_of_an_absolute_target_without_a_path) { expect_split("http://host?a=b", "/", "a=b"); }
TEST(SplitTarget, leaves_a_url_inside_the_path_alone) { expect_split("/http://host/a", "/http://host/a", ""); }
TEST(SplitTarget, leaves_an_asterisk_alone) { expect_split("*", "*", ""); }

}  // namespace
}  // namespace tandem::http
