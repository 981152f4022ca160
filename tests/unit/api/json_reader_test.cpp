#include "tandem/api/json_reader.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace tandem::api {
namespace {

bool accepted(std::string_view text) {
    Arena arena;
    return read_json(text, arena).has_value();
}

std::string refusal(std::string_view text) {
    Arena arena;
    const auto value = read_json(text, arena);
    if (value.has_value()) return "accepted";
    EXPECT_EQ(value.error().code, ErrorCode::request_malformed);
    return value.error().detail;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string object_of(std::size_t members) {
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) {
        if (i != 0) text += ',';
        text += '"' + std::to_string(i) + "\":0";
    }
    return text + '}';
}

TEST(JsonReader, reads_every_kind_of_value) {
    Arena arena;
    const auto value =
        read_json(R"( {"a":"x\u00e9\/","b":[1,-2,18446744073709551615],"c":true,"d":null,"e":{}} )", arena);
    ASSERT_TRUE(value.has_value());
    const auto& object = value->get_object();
    EXPECT_EQ(object.at("a").as_string(), "x\u00e9/");
    EXPECT_EQ(object.at("b").as_array()[1].as_int64(), -2);
    EXPECT_EQ(object.at("b").as_array()[2].as_uint64(), UINT64_MAX);
    EXPECT_TRUE(object.at("c").as_bool());
    EXPECT_TRUE(object.at("d").is_null());
    EXPECT_TRUE(object.at("e").as_object().empty());
}

TEST(JsonReader, keeps_the_value_in_the_arena) {
    Arena arena;
    const auto value = read_json(R"({"a":"a text that is longer than any small buffer"})", arena);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->storage().get(), &arena);
    EXPECT_EQ(value->get_object().at("a").storage().get(), &arena);
}

TEST(JsonReader, refuses_duplicate_keys) {
    EXPECT_NE(refusal(R"({"a":1,"a":1})").find("twice"), std::string::npos);
    EXPECT_NE(refusal(R"({"x":[{"a":1,"a":2}]})").find("twice"), std::string::npos);
    EXPECT_NE(refusal(R"({"x":{"b":1,"c":2},"x":3})").find("twice"), std::string::npos);
}

TEST(JsonReader, refuses_keys_that_are_equal_after_unescaping) {
    EXPECT_NE(refusal(R"({"A":1,"\u0041":1})").find("twice"), std::string::npos);
}

TEST(JsonReader, accepts_equal_keys_in_different_objects) { EXPECT_TRUE(accepted(R"({"a":{"a":1},"b":{"a":2}})")); }

TEST(JsonReader, limits_depth) {
    EXPECT_TRUE(accepted(nested(15)));
    EXPECT_TRUE(accepted(nested(16)));
    EXPECT_FALSE(accepted(nested(17)));
    EXPECT_FALSE(accepted(std::string(100'000, '[')));
}

TEST(JsonReader, limits_the_members_of_the_whole_document) {
    EXPECT_TRUE(accepted(object_of(999)));
    EXPECT_TRUE(accepted(object_of(1000)));
    EXPECT_FALSE(accepted(object_of(1001)));
    EXPECT_FALSE(accepted("[" + object_of(600) + "," + object_of(600) + "]"));
}

// The number as text, with the kind in front.
std::string number(std::string_view text) {
    Arena arena;
    const auto value = read_json(text, arena);
    if (value.has_error()) return "refused";
    if (const std::int64_t* whole = value->if_int64()) return std::to_string(*whole);
    if (const std::uint64_t* whole = value->if_uint64()) return std::to_string(*whole);
    return value->is_double() ? "double" : "no number";
}

TEST(JsonReader, takes_a_whole_number_however_it_is_written) {
    for (const auto& [text, is] : std::initializer_list<std::pair<const char*, const char*>>{
             {"1.0", "1"},
             {"-1.0", "-1"},
             {"1.50e1", "15"},
             {"1e3", "1000"},
             {"1E+3", "1000"},
             {"1200e-2", "12"},
             {"0.0", "0"},
             {"-0.0", "0"},
             {"0e999", "0"},
             {"0.1e1", "1"},
             {"9007199254740993.0", "9007199254740993"},  // not what a double would make of it
             {"9223372036854775807", "9223372036854775807"},
             {"9223372036854775807.0", "9223372036854775807"},
             {"9223372036854775808.0", "9223372036854775808"},
             {"-9223372036854775808", "-9223372036854775808"},
             {"-9223372036854775808.0", "-9223372036854775808"},
             {"18446744073709551615", "18446744073709551615"},
             {"1844674407370955161.5e1", "18446744073709551615"}})
        EXPECT_EQ(number(text), is) << text;
}

TEST(JsonReader, takes_every_other_number_for_none_that_a_field_could_be) {
    for (const char* text :
         {"1.5", "-0.5", "1e-1", "1e-400", "1.00000000000000000001", "18446744073709551616", "18446744073709551616.0",
          "-9223372036854775809", "-9223372036854775809.0", "1e20", "1e300"})
        EXPECT_EQ(number(text), "double") << text;
}

TEST(JsonReader, takes_fractions_anywhere_in_a_document) {
    EXPECT_TRUE(accepted(R"({"a":1.5,"b":[2.50,{"c":-1e-7}],"d":1.0})"));
}

TEST(JsonReader, refuses_what_is_no_number) {
    for (const char* text : {"01", "NaN", "Infinity", "1.", ".5", "1e", "+1", "0x1", "--1"})
        EXPECT_EQ(number(text), "refused") << text;
}

TEST(JsonReader, refuses_invalid_text) {
    EXPECT_FALSE(accepted("\"\xff\""));
    EXPECT_FALSE(accepted("\"\xc0\x80\""));
    EXPECT_FALSE(accepted(R"("\ud800")"));
    EXPECT_FALSE(accepted("\"\x01\""));
    EXPECT_FALSE(accepted("\xef\xbb\xbf{}"));
}

TEST(JsonReader, refuses_what_is_not_one_document) {
    for (const char* text : {"", " ", "{", "{} {}", "{}x", "{'a':1}", "{\"a\":1,}", "[1,]", "/**/{}", "{\"a\"}"}) {
        EXPECT_FALSE(accepted(text)) << text;
    }
}

TEST(JsonReader, reads_long_keys_and_texts_with_escapes) {
    std::string text = "{\"";
    for (int i = 0; i < 3000; ++i) text += "\\u00e9k";
    text += "\":\"";
    for (int i = 0; i < 3000; ++i) text += "\\nv";
    text += "\"}";
    Arena arena;
    const auto value = read_json(text, arena);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->get_object().begin()->key().size(), 9000U);
    EXPECT_EQ(value->get_object().begin()->value().as_string().size(), 6000U);
}

}  // namespace
}  // namespace tandem::api
