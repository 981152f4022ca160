#include "tandem/dialect/wire.hpp"

#include <gtest/gtest.h>

namespace tandem::dialect {
namespace {

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
}  // namespace tandem::dialect
