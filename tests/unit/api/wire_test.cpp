#include "tandem/api/wire.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

TEST(EqualIgnoringCase, holds_for_letters_of_either_case_at_every_length) {
    const std::string upper = "X-TC-CONTENT-SHA256-AND-MORE", lower = "x-tc-content-sha256-and-more";
    for (std::size_t size = 0; size <= upper.size(); ++size) {
        EXPECT_TRUE(equal_ignoring_case({upper.data(), size}, {lower.data(), size})) << size;
    }
}

TEST(EqualIgnoringCase, notices_another_character_at_every_place) {
    const std::string name = "X-TC-Content-SHA256";
    for (std::size_t at = 0; at < name.size(); ++at) {
        std::string other = name;
        other[at] = '*';
        EXPECT_FALSE(equal_ignoring_case(name, other)) << at;
    }
}

TEST(EqualIgnoringCase, characters_that_differ_in_the_bit_of_the_case_alone_are_no_letters_for_that) {
    for (const auto& [one, other] : {std::pair{'@', '`'}, {'[', '{'}, {'-', '\r'}, {'0', '\x10'}, {'^', '~'}}) {
        EXPECT_FALSE(equal_ignoring_case(std::string(8, one), std::string(8, other))) << one;
        EXPECT_FALSE(equal_ignoring_case(std::string(1, one), std::string(1, other))) << one;
    }
}

TEST(EqualIgnoringCase, another_length_is_another_name) { EXPECT_FALSE(equal_ignoring_case("Host", "Hos")); }

TEST(WireRequest, finds_a_header_in_any_case) {
    const std::array<HeaderField, 2> headers{{{"Content-type", "a"}, {"HOST", "b"}}};
    WireRequest request;
    request.headers = headers;
    EXPECT_EQ(request.header("Content-Type"), "a");
    EXPECT_EQ(request.header("host"), "b");
}

TEST(WireRequest, tells_an_absent_header_from_an_empty_one) {
    const std::array<HeaderField, 1> headers{{{"Empty", ""}}};
    WireRequest request;
    request.headers = headers;
    EXPECT_NE(request.find_header("empty"), nullptr);
    EXPECT_EQ(request.find_header("other"), nullptr);
    EXPECT_EQ(request.header("other"), "");
}

TEST(MediaType, drops_parameters_and_blanks) {
    EXPECT_EQ(media_type("application/json; charset=utf-8"), "application/json");
    EXPECT_EQ(media_type(" multipart/form-data ;boundary=x"), "multipart/form-data");
    EXPECT_EQ(media_type(""), "");
}

TEST(WireReply, clear_keeps_the_bodys_capacity) {
    WireReply reply;
    reply.body.reserve(4096);
    reply.status = 500;
    reply.clear();
    EXPECT_EQ(reply.status, 200U);
    EXPECT_GE(reply.body.capacity(), 4096U);
}

}  // namespace
}  // namespace tandem::api
