#include "tandem/api/context_reader.hpp"

#include "tandem/api/json_reader.hpp"
#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

std::string canonical(std::string_view text, std::size_t limit = 1024) {
    Arena arena;
    const auto context = read_context_text(text, limit, arena);
    return context.has_error() ? std::string{name_of(context.error().code)} : hex_encode(*context);
}

const std::string kMalformedContext = "context_malformed";

TEST(ContextText, absent_and_empty_are_no_context) {
    EXPECT_EQ(canonical(""), canonical("{}"));
    EXPECT_EQ(canonical(" { } "), canonical(""));
    EXPECT_NE(canonical(R"({"a":""})"), canonical(""));
}

TEST(ContextText, order_blanks_and_escapes_do_not_matter) {
    EXPECT_EQ(canonical(R"({"a":"1","b":"2"})"), canonical(R"( { "b" : "2", "\u0061":"\u0031" } )"));
    EXPECT_EQ(canonical(R"({"a":"/"})"), canonical(R"({"a":"\/"})"));
}

TEST(ContextText, types_matter) {
    EXPECT_NE(canonical(R"({"a":"1"})"), canonical(R"({"a":1})"));
    EXPECT_NE(canonical(R"({"a":"true"})"), canonical(R"({"a":true})"));
}

TEST(ContextText, refuses_what_is_no_flat_object) {
    for (const char* text :
         {"[]", "1", "\"a\"", "x", R"({"a":{}})", R"({"a":[]})", R"({"a":null})", R"({"a":1.5})", R"({"a":1,"a":1})",
          R"({"a":9007199254740992})", R"({"a":18446744073709551615})", "{}{}", "\xff"}) {
        EXPECT_EQ(canonical(text), kMalformedContext) << text;
    }
}

TEST(ContextText, limits_code_points_of_the_text) {
    const std::string text = "{\"\u5bc6\":\"\"}";  // 8 code points, 10 bytes
    EXPECT_EQ(canonical(text, 7), "context_too_long");
    EXPECT_NE(canonical(text, 8), "context_too_long");
    EXPECT_NE(canonical(text, 9), "context_too_long");
}

TEST(ContextObject, equals_the_text_with_the_same_pairs) {
    Arena arena;
    const auto value = read_json(R"({"b":2,"a":"x"})", arena).value();
    const auto object = read_context_object(&value.get_object(), {}, arena).value();
    EXPECT_EQ(hex_encode(object), canonical(R"({"a":"x","b":2})"));
}

TEST(ContextObject, additional_data_is_part_of_it) {
    Arena arena;
    const auto none = read_context_object(nullptr, "", arena).value();
    const auto some = read_context_object(nullptr, "x", arena).value();
    EXPECT_EQ(hex_encode(none), canonical(""));
    EXPECT_NE(hex_encode(some), hex_encode(none));
}

}  // namespace
}  // namespace tandem::api
