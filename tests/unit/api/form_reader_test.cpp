#include "tandem/api/form_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tandem::api {
namespace {

// "name=value|name=value", or the error.
std::string show(const Result<void>& result, const ParameterList& list) {
    if (result.has_error()) return "error: " + std::string{name_of(result.error().code)};
    std::string out;
    for (const Parameter& parameter : list) {
        if (!out.empty()) out += '|';
        out.append(parameter.name).append("=").append(parameter.value);
    }
    return out;
}

std::string urlencoded(std::string_view text) {
    Arena arena;
    ParameterList list;
    const auto result = read_urlencoded(text, arena, list);
    return show(result, list);
}

std::string multipart(std::string_view body, std::string_view type = "multipart/form-data; boundary=B") {
    ParameterList list;
    const auto result = read_multipart(type, body, list);
    return show(result, list);
}

struct Message {
    std::string_view method, query, type, body;
};
std::string parameters(const Message& message) {
    const std::array<HeaderField, 1> headers{{{"Content-Type", message.type}}};
    WireRequest request;
    request.method = message.method;
    request.query = message.query;
    request.body = message.body;
    if (!message.type.empty()) request.headers = headers;
    Arena arena;
    ParameterList list;
    const auto result = read_parameters(request, arena, list);
    return show(result, list);
}

constexpr std::string_view kMalformed = "error: request_malformed";

TEST(Urlencoded, decodes_names_and_values) {
    EXPECT_EQ(urlencoded("a=1&b=x+y%20z&%63=%E5%AF%86"), "a=1|b=x y z|c=\u5bc6");
    EXPECT_EQ(urlencoded("a=b=c&d&e="), "a=b=c|d=|e=");
}

TEST(Urlencoded, skips_empty_pieces) { EXPECT_EQ(urlencoded("&&a=1&"), "a=1"); }

TEST(Urlencoded, keeps_a_repeated_name) { EXPECT_EQ(urlencoded("a=1&a=2"), "a=1|a=2"); }

TEST(Urlencoded, refuses_bad_escapes) {
    for (const char* text : {"a=%", "a=%4", "a=%zz", "%g0=1", "a=%+1"}) EXPECT_EQ(urlencoded(text), kMalformed) << text;
}

TEST(Urlencoded, refuses_invalid_utf8) {
    EXPECT_EQ(urlencoded("a=%ff"), kMalformed);
    EXPECT_EQ(urlencoded("a=\xc3"), kMalformed);
}

TEST(Urlencoded, limits_the_number_of_parameters) {
    std::string text;
    for (std::size_t i = 0; i < kMaxParameters; ++i) text += "a=1&";
    EXPECT_NE(urlencoded(text), kMalformed);
    EXPECT_EQ(urlencoded(text + "a=1"), kMalformed);
}

TEST(Multipart, reads_parts_as_they_are) {
    EXPECT_EQ(multipart("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1+%20\r\n"
                        "--B\r\ncontent-disposition: form-data; name=b\r\nX: y\r\n\r\nl1\r\nl2--B\r\n--B--\r\n"),
              "a=1+%20|b=l1\r\nl2--B");
}

TEST(Multipart, tolerates_a_line_end_before_the_first_boundary) {
    EXPECT_EQ(multipart("\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--"), "a=1");
}

TEST(Multipart, reads_an_empty_value) {
    EXPECT_EQ(multipart("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--B--"), "a=");
}

TEST(Multipart, reads_a_quoted_boundary) {
    EXPECT_EQ(multipart("--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x y--",
                        "multipart/form-data; charset=utf-8; boundary=\"x y\""),
              "a=1");
}

TEST(Multipart, does_not_take_a_file_name_for_a_name) {
    EXPECT_EQ(multipart("--B\r\nContent-Disposition: form-data; filename=\"f\"\r\n\r\n1\r\n--B--"), kMalformed);
}

TEST(Multipart, refuses_what_is_cut_off_or_has_no_boundary) {
    EXPECT_EQ(multipart(""), kMalformed);
    EXPECT_EQ(multipart("--B\r\n"), kMalformed);
    EXPECT_EQ(multipart("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"), kMalformed);
    EXPECT_EQ(multipart("--Bx\r\n\r\n1\r\n--B--"), kMalformed);
    EXPECT_EQ(multipart("--B--", "multipart/form-data"), kMalformed);
    EXPECT_EQ(multipart("--B\r\n\r\n1\r\n--B--"), kMalformed);
}

TEST(Parameters, read_a_body_without_a_type_as_urlencoded) {
    EXPECT_EQ(parameters({"POST", "", "", "a=1"}), "a=1");
    EXPECT_EQ(parameters({"POST", "", "text/plain", "a=1"}), "a=1");
}

TEST(Parameters, read_multipart_by_its_type) {
    EXPECT_EQ(parameters({"POST", "", "Multipart/Form-Data; boundary=B",
                          "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--"}),
              "a=1");
}

TEST(Parameters, add_those_of_the_query_that_the_body_does_not_have) {
    EXPECT_EQ(parameters({"POST", "a=2&b=3&b=4", "", "a=1"}), "a=1|b=3|b=4");
}

TEST(Parameters, ignore_the_body_of_a_get) { EXPECT_EQ(parameters({"GET", "a=1", "", "b=2"}), "a=1"); }

TEST(CarriesParameter, looks_at_query_and_form_without_decoding) {
    const auto carries = [](std::string_view query, std::string_view body) {
        WireRequest request;
        request.method = "POST";
        request.query = query;
        request.body = body;
        return carries_parameter(request, "Action");
    };
    EXPECT_TRUE(carries("x=1&Action=Encrypt", ""));
    EXPECT_TRUE(carries("", "Action="));
    EXPECT_TRUE(carries("Action", ""));
    EXPECT_FALSE(carries("XAction=1&Actions=2&x=Action", "action=1"));
}

TEST(CarriesParameter, looks_at_the_names_of_multipart_parts) {
    const std::array<HeaderField, 1> headers{{{"content-type", "multipart/form-data; boundary=B"}}};
    WireRequest request;
    request.method = "POST";
    request.headers = headers;
    request.body = "--B\r\nContent-Disposition: form-data; name=\"Action\"\r\n\r\nEncrypt\r\n--B--";
    EXPECT_TRUE(carries_parameter(request, "Action"));
    EXPECT_FALSE(carries_parameter(request, "Act"));
}

}  // namespace
}  // namespace tandem::api
