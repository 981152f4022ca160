#include "messages/request_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace tandem::http {
namespace {

using ReaderProgress = RequestReader::Progress;

// Feeds a text in pieces, as a session does.
class RequestReaderTest : public testing::Test {
  protected:
    ReaderProgress read(std::string_view text, std::size_t piece = std::string_view::npos) {
        buffer_.reset();
        reader_.begin(limits_);
        ReaderProgress progress = ReaderProgress::incomplete;
        while (!text.empty() && progress == ReaderProgress::incomplete) {
            buffer_.make_room(reader_.wanted(buffer_));
            const std::size_t size = std::min({piece, text.size(), buffer_.free_space().size()});
            std::copy_n(text.data(), size, buffer_.free_space().data());
            buffer_.commit(size);
            text.remove_prefix(size);
            progress = reader_.advance(buffer_);
        }
        if (progress == ReaderProgress::complete) reader_.fill(request_, buffer_);
        return progress;
    }
    unsigned refused(std::string_view text) {
        return read(text) == ReaderProgress::refused ? reader_.refusal().status : 0;
    }
    static std::string chunked(const std::string& chunks, const std::string& fields = {}) {
        return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
    }
    static std::string with_fields(const std::string& fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    SessionLimits limits_;
    ReadBuffer buffer_;
    RequestReader reader_;
    api::WireRequest request_;
};

TEST_F(RequestReaderTest, gives_every_part_of_a_request) {
    ASSERT_EQ(read("POST /p?q=1 HTTP/1.1\r\nHost: a\r\nX-Key:  some value \r\nContent-Length: 4\r\n\r\nbody"),
              ReaderProgress::complete);
    EXPECT_EQ(request_.method, "POST");
    EXPECT_EQ(request_.path, "/p");
    EXPECT_EQ(request_.query, "q=1");
    EXPECT_EQ(request_.headers.size(), 3U);
    EXPECT_EQ(request_.header("x-key"), "some value");
    EXPECT_EQ(request_.body, "body");
    EXPECT_TRUE(reader_.keep_alive());
}

TEST_F(RequestReaderTest, reads_byte_by_byte) {
    ASSERT_EQ(read("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody", 1), ReaderProgress::complete);
    EXPECT_EQ(request_.header("Host"), "a");
    EXPECT_EQ(request_.body, "body");
}

TEST_F(RequestReaderTest, leaves_the_next_request_in_the_buffer) {
    ASSERT_EQ(read("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2"), ReaderProgress::complete);
    buffer_.consume(reader_.size());
    EXPECT_EQ(buffer_.unread(), "GET /2");
}

TEST_F(RequestReaderTest, keeps_its_views_when_a_large_body_moves_the_buffer) {
    const std::string body(100'000, 'b');
    ASSERT_EQ(read("POST /path?query HTTP/1.1\r\nHost: a\r\nEmpty:\r\nContent-Length: 100000\r\n\r\n" + body, 5'000),
              ReaderProgress::complete);
    EXPECT_EQ(request_.method, "POST");
    EXPECT_EQ(request_.path, "/path");
    EXPECT_EQ(request_.query, "query");
    EXPECT_EQ(request_.header("Host"), "a");
    EXPECT_NE(request_.find_header("Empty"), nullptr);
    EXPECT_EQ(request_.body, body);
}

TEST_F(RequestReaderTest, reserves_no_more_memory_than_twice_what_came) {
    ASSERT_EQ(read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 131072\r\n\r\n"), ReaderProgress::incomplete);
    EXPECT_LE(reader_.wanted(buffer_), ReadBuffer::kReserved);
}

// ---- chunks ----

TEST_F(RequestReaderTest, joins_chunks) {
    ASSERT_EQ(read(chunked("4\r\nWiki\r\n5;a=b\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0\r\n\r\n")),
              ReaderProgress::complete);
    EXPECT_EQ(request_.body, "Wikipedia in\r\n\r\nchunks.");
}

TEST_F(RequestReaderTest, joins_chunks_byte_by_byte) {
    ASSERT_EQ(read(chunked("4\r\nWiki\r\n5;a=b\r\npedia\r\n0\r\nT: v\r\n\r\n"), 1), ReaderProgress::complete);
    EXPECT_EQ(request_.body, "Wikipedia");
}

TEST_F(RequestReaderTest, takes_an_empty_chunked_body_byte_by_byte) {
    ASSERT_EQ(read(chunked("0\r\n\r\n"), 1), ReaderProgress::complete);
    EXPECT_EQ(request_.body, "");
}

TEST_F(RequestReaderTest, leaves_what_follows_a_chunked_body) {
    ASSERT_EQ(read(chunked("2\r\nab\r\n0\r\n\r\nGET /2")), ReaderProgress::complete);
    buffer_.consume(reader_.size());
    EXPECT_EQ(buffer_.unread(), "GET /2");
}

TEST_F(RequestReaderTest, drops_trailers) {
    ASSERT_EQ(read(chunked("2\r\nab\r\n0\r\nX-Trailer: late\r\n\r\n")), ReaderProgress::complete);
    EXPECT_EQ(request_.find_header("X-Trailer"), nullptr);
}

TEST_F(RequestReaderTest, joins_many_small_chunks_of_a_large_body) {
    std::string chunks;
    for (int i = 0; i < 50'000; ++i) chunks += "1\r\nz\r\n";
    ASSERT_EQ(read(chunked(chunks + "0\r\n\r\n"), 3'001), ReaderProgress::complete);
    EXPECT_EQ(request_.body, std::string(50'000, 'z'));
    EXPECT_EQ(request_.header("Host"), "a");
}

TEST_F(RequestReaderTest, takes_chunk_extensions_up_to_256_bytes) {
    EXPECT_EQ(read(chunked("1;" + std::string(254, 'e') + "\r\nz\r\n0\r\n\r\n")), ReaderProgress::complete);
    EXPECT_EQ(read(chunked("1;" + std::string(255, 'e') + "\r\nz\r\n0\r\n\r\n")), ReaderProgress::complete);
    EXPECT_EQ(refused(chunked("1;" + std::string(256, 'e') + "\r\nz\r\n0\r\n\r\n")), 400U);
}

TEST_F(RequestReaderTest, refuses_malformed_chunks) {
    EXPECT_EQ(refused(chunked("x\r\nab\r\n0\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("2\r\nabc\r\n0\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("2 \r\nab\r\n0\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("2\nab\r\n0\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("-2\r\nab\r\n0\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("10000000000000000\r\nab\r\n0\r\n\r\n")), 400U);
}

TEST_F(RequestReaderTest, refuses_an_endless_chunk_header) {
    EXPECT_EQ(refused(chunked(std::string(20'000, '0'))), 400U);
}

TEST_F(RequestReaderTest, refuses_endless_trailers) {
    std::string trailers;
    while (trailers.size() < 20'000) trailers += "A: b\r\n";
    EXPECT_EQ(refused(chunked("0\r\n" + trailers)), 400U);
}

TEST_F(RequestReaderTest, refuses_framing_fields_in_trailers) {
    EXPECT_EQ(refused(chunked("0\r\nContent-Length: 5\r\n\r\n")), 400U);
    EXPECT_EQ(refused(chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n")), 400U);
}

// ---- limits ----

TEST_F(RequestReaderTest, limits_the_target) {
    limits_.target_bytes = 1'000;
    const auto request = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 't') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    EXPECT_EQ(read(request(999)), ReaderProgress::complete);
    EXPECT_EQ(read(request(1'000)), ReaderProgress::complete);
    EXPECT_EQ(refused(request(1'001)), 414U);
}

TEST_F(RequestReaderTest, takes_the_longest_target_of_32_KiB) {
    EXPECT_EQ(read("GET /" + std::string(32 * 1024 - 1, 't') + " HTTP/1.1\r\nHost: a\r\n\r\n", 4'096),
              ReaderProgress::complete);
    EXPECT_EQ(request_.path.size(), 32U * 1024);
}

TEST_F(RequestReaderTest, refuses_an_endless_target) { EXPECT_EQ(refused("GET /" + std::string(60'000, 't')), 414U); }
TEST_F(RequestReaderTest, refuses_endless_fields) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nA: " + std::string(60'000, 't')), 431U);
}

TEST_F(RequestReaderTest, limits_the_bytes_of_the_fields) {
    // "Host: a" is 9 bytes with its line end, the second field 5 more than its value, the empty line 2.
    const auto request = [](std::size_t size) { return with_fields("X: " + std::string(size - 16, 'v') + "\r\n"); };
    EXPECT_EQ(read(request(16 * 1024 - 1)), ReaderProgress::complete);
    EXPECT_EQ(read(request(16 * 1024)), ReaderProgress::complete);
    EXPECT_EQ(refused(request(16 * 1024 + 1)), 431U);
}

TEST_F(RequestReaderTest, limits_the_number_of_fields) {
    const auto request = [](int count) {
        std::string fields;
        for (int i = 1; i < count; ++i) fields += "X: y\r\n";
        return with_fields(fields);
    };
    EXPECT_EQ(read(request(63)), ReaderProgress::complete);
    EXPECT_EQ(read(request(64)), ReaderProgress::complete);
    EXPECT_EQ(refused(request(65)), 431U);
}

TEST_F(RequestReaderTest, limits_a_sized_body) {
    const auto request = [](std::size_t size) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'b');
    };
    EXPECT_EQ(read(request(128 * 1024 - 1)), ReaderProgress::complete);
    EXPECT_EQ(read(request(128 * 1024)), ReaderProgress::complete);
    EXPECT_EQ(read(request(128 * 1024 + 1)), ReaderProgress::too_large);
}

TEST_F(RequestReaderTest, leaves_the_limit_to_the_vendor_when_there_is_none) {
    limits_.body_bytes = 0;
    const auto announced = [](const char* path, std::size_t size) {
        return std::string{"POST "} + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) +
               "\r\n\r\n";
    };
    constexpr std::size_t kHuaweiLimit = 12 * 1024 * 1024;
    EXPECT_EQ(read(announced("/v1.0/p/kms/list-keys", kHuaweiLimit)), ReaderProgress::incomplete);
    EXPECT_EQ(read(announced("/v1.0/p/kms/list-keys", kHuaweiLimit + 1)), ReaderProgress::too_large);
    EXPECT_EQ(read(announced("/elsewhere", 128 * 1024)), ReaderProgress::incomplete);
    EXPECT_EQ(read(announced("/elsewhere", 128 * 1024 + 1)), ReaderProgress::too_large);
    EXPECT_EQ(read("POST /elsewhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n20001\r\n"),
              ReaderProgress::too_large);
}

TEST_F(RequestReaderTest, limits_a_chunked_body) {
    limits_.body_bytes = 10;
    EXPECT_EQ(read(chunked("4\r\nabcd\r\n5\r\nefghi\r\n0\r\n\r\n")), ReaderProgress::complete);
    EXPECT_EQ(read(chunked("4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n")), ReaderProgress::complete);
    EXPECT_EQ(read(chunked("4\r\nabcd\r\n7\r\nefghijk\r\n0\r\n\r\n")), ReaderProgress::too_large);
}

TEST_F(RequestReaderTest, gives_the_head_of_a_request_with_too_large_a_body) {
    limits_.body_bytes = 1;
    ASSERT_EQ(read("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"), ReaderProgress::too_large);
    reader_.fill(request_, buffer_);
    EXPECT_EQ(request_.path, "/p");
    EXPECT_EQ(request_.header("Host"), "a");
    EXPECT_EQ(request_.body, "");
}

TEST_F(RequestReaderTest, refuses_lengths_that_do_not_fit_64_bits) {
    EXPECT_EQ(refused(with_fields("Content-Length: 18446744073709551616\r\n")), 400U);
    EXPECT_EQ(read(with_fields("Content-Length: 18446744073709551615\r\n")), ReaderProgress::too_large);
}

// ---- what parsers disagree about ----

TEST_F(RequestReaderTest, refuses_ambiguous_framing) {
    for (const char* fields : {
             "Host: b\r\n",
             "Content-Length: 0\r\nContent-Length: 0\r\n",
             "Content-Length: 0, 0\r\n",
             "Content-Length: +0\r\n",
             "Content-Length:\r\n",
             "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
             "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
             "Transfer-Encoding: gzip, chunked\r\n",
             "Transfer-Encoding: chunked, identity\r\n",
             "Transfer-Encoding: identity\r\n",
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
             "Transfer-Encoding: \"chunked\"\r\n",
             "Transfer-Encoding:\r\n",
         }) {
        EXPECT_EQ(refused(with_fields(fields)), 400U) << fields;
    }
}

TEST_F(RequestReaderTest, takes_chunked_in_any_case) {
    EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"),
              ReaderProgress::complete);
}

TEST_F(RequestReaderTest, refuses_other_versions) {
    EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505U);
    EXPECT_EQ(refused("GET / HTTP/0.9\r\nHost: a\r\n\r\n"), 505U);
}

TEST_F(RequestReaderTest, refuses_malformed_request_lines) {
    for (const char* line :
         {"GET /", "GET", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "G(T / HTTP/1.1"}) {
        EXPECT_NE(refused(std::string{line} + "\r\nHost: a\r\n\r\n"), 0U) << line;
    }
}

TEST_F(RequestReaderTest, refuses_a_field_name_that_is_no_token) {
    EXPECT_EQ(refused(with_fields("A(b: c\r\n")), 400U);
}

TEST_F(RequestReaderTest, takes_any_text_of_host) {
    ASSERT_EQ(read("GET / HTTP/1.1\r\nHost: https://kms.example.com:443/\r\n\r\n"), ReaderProgress::complete);
    EXPECT_EQ(request_.header("Host"), "https://kms.example.com:443/");
}

TEST_F(RequestReaderTest, refuses_an_unknown_expectation) {
    EXPECT_EQ(refused(with_fields("Expect: 200-ok\r\n")), 417U);
}

TEST_F(RequestReaderTest, wants_to_continue_once) {
    read("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_TRUE(reader_.take_continue());
    EXPECT_FALSE(reader_.take_continue());
}

TEST_F(RequestReaderTest, knows_whether_the_connection_stays) {
    const auto keeps = [this](const std::string& version, const std::string& fields) {
        EXPECT_EQ(read("GET / " + version + "\r\nHost: a\r\n" + fields + "\r\n"), ReaderProgress::complete);
        return reader_.keep_alive();
    };
    EXPECT_TRUE(keeps("HTTP/1.1", ""));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: close\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.0", ""));
    EXPECT_TRUE(keeps("HTTP/1.0", "Connection: Keep-Alive\r\n"));
}

// Whatever comes, the reader neither crashes nor reads outside of its text (the sanitizers watch).
TEST_F(RequestReaderTest, survives_altered_requests) {
    std::mt19937 random{4711};
    const std::string original = chunked("4\r\nWiki\r\n5;a=b\r\npedia\r\n0\r\nT: v\r\n\r\nGET /", "X: y\r\n");
    for (int round = 0; round < 20'000; ++round) {
        std::string text = original;
        for (int change = 0; change < 3; ++change) text[random() % text.size()] = static_cast<char>(random());
        const ReaderProgress progress = read(text, 1 + random() % 40);
        if (progress == ReaderProgress::complete) {
            EXPECT_LE(reader_.size(), buffer_.unread().size());
        }
    }
}

}  // namespace
}  // namespace tandem::http
