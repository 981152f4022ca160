#include "tandem/api/json_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tandem::api {
namespace {

TEST(JsonWriter, writes_members_of_every_kind) {
    std::string out;
    JsonWriter{out}
        .begin_object()
        .text("t", "a\"b")
        .unescaped("p", "x")
        .integer("i", INT64_MIN)
        .boolean("b", false)
        .begin_array("l")
        .text_element("1")
        .begin_object()
        .end_object()
        .end_array()
        .begin_object("o")
        .integer("n", 0)
        .end_object()
        .end_object();
    EXPECT_EQ(out, R"({"t":"a\"b","p":"x","i":-9223372036854775808,"b":false,"l":["1",{}],"o":{"n":0}})");
}

TEST(JsonWriter, escapes_what_json_forbids_and_nothing_else) {
    std::string out;
    append_json_escaped(out, "\"\\\n\r\t\x01\x1f/\x7f\u5bc6");
    EXPECT_EQ(out, "\\\"\\\\\\n\\r\\t\\u0001\\u001f/\x7f\u5bc6");
}

TEST(JsonWriter, fill_leaves_room_for_the_caller) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    char* const to = json.fill("blob", 3);
    std::copy_n("abc", 3, to);
    json.integer("code", 0).end_object();
    EXPECT_EQ(out, R"({"blob":"abc","code":0})");
}

TEST(JsonWriter, fill_does_not_move_when_short_members_follow) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    const char* const to = json.fill("blob", 5000);
    json.unescaped("requestId", std::string(36, '0')).end_object();
    EXPECT_EQ(out.data() + 9, to);
}

}  // namespace
}  // namespace tandem::api
