// The doctor's tries in place of a host, a query, a body and a time.

#include "tandem/doctor/escapes.hpp"
#include "tandem/doctor/hosts.hpp"
#include "tandem/doctor/payloads.hpp"
#include "tandem/doctor/refusal.hpp"

#include "json_spellings.hpp"
#include "queries.hpp"
#include "support/wire_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api::doctor {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> json_texts(std::string_view body) {
    std::vector<std::string> texts;
    for (const JsonSpelling& spelling : json_spellings(body)) texts.emplace_back(spelling.text.view());
    return texts;
}

TEST(JsonSpellings, are_those_of_the_usual_libraries) {
    const auto texts = json_texts("{\"b\":[1,\"x/y=<\"],\"a\":\"\u5bc6\U0001f511\\n\"}");
    EXPECT_THAT(texts, Contains("{\"b\":[1,\"x/y=<\"],\"a\":\"\u5bc6\U0001f511\\n\"}"));
    EXPECT_THAT(texts, Contains(R"({"b": [1, "x/y=<"], "a": "\u5bc6\ud83d\udd11\n"})"));
    EXPECT_THAT(texts, Contains(R"({"a": "\u5bc6\ud83d\udd11\n", "b": [1, "x/y=<"]})"));
    EXPECT_THAT(texts, Contains(R"({"b":[1,"x\/y=<"],"a":"\u5bc6\ud83d\udd11\n"})"));
    EXPECT_THAT(texts, Contains("{\"b\":[1,\"x/y=\\u003c\"],\"a\":\"\u5bc6\U0001f511\\n\"}"));
    EXPECT_THAT(texts, Contains(HasSubstr("{\n  \"b\": [\n    1,\n")));
}

TEST(JsonSpellings, are_of_objects_of_bounded_size_alone) {
    EXPECT_TRUE(json_texts("").empty());
    EXPECT_TRUE(json_texts("[1]").empty());
    EXPECT_TRUE(json_texts("{\"a\":").empty());
    const std::string frame = "{\"a\":\"\"}";
    const std::string most(64 * 1024 - frame.size(), 'x');
    EXPECT_FALSE(json_texts("{\"a\":\"" + most + "\"}").empty());
    EXPECT_TRUE(json_texts("{\"a\":\"" + most + "x\"}").empty());
}

TEST(Payloads, know_line_feeds_and_empty_bodies) {
    std::vector<std::string> hashes;
    for (const SignedPayload& payload : payloads_to_try("{}\n")) hashes.push_back(payload.hash);
    for (const char* body : {"{}", "{}\n\n", "", "UNSIGNED-PAYLOAD"}) EXPECT_THAT(hashes, Contains(payload_hash(body)));
    EXPECT_THAT(hashes, Contains("UNSIGNED-PAYLOAD"));
    EXPECT_THAT(hashes, Not(Contains(payload_hash("{}\n"))));
}

TEST(Queries, keep_order_and_encoding_apart) {
    std::vector<std::string> texts;
    for (const SignedQuery& query : queries_to_try("b=x%20y&a&b=~")) texts.emplace_back(query.query.view());
    for (const char* text : {"b=x%20y&a&b=~", "a=&b=x%20y&b=~", "a&b=x+y&b=~", "a=&b=x%20y&b=%7E", "b=x y&a&b=~", ""}) {
        EXPECT_THAT(texts, Contains(text));
    }
}

TEST(Queries, are_of_bounded_size) {
    EXPECT_TRUE(queries_to_try("").empty());
    EXPECT_FALSE(queries_to_try(std::string(8 * 1024, 'a')).empty());
    EXPECT_TRUE(queries_to_try(std::string(8 * 1024 + 1, 'a')).empty());
}

TEST(Escapes, undo_each_other) {
    for (const EscapeStyle& style : escape_styles()) {
        std::string escaped;
        append_escaped(escaped, "a b+c/~*\xc3\xa9%", style);
        if (style.kept.find('+') != std::string_view::npos) continue;
        std::string back;
        append_unescaped(back, escaped, style.plus_for_blank);
        EXPECT_EQ(back, "a b+c/~*\xc3\xa9%") << style.name;
    }
    std::string odd;
    append_unescaped(odd, "%4%zz%41%", false);
    EXPECT_EQ(odd, "%4%zzA%");
}

TEST(Hosts, come_with_their_word_and_never_repeat_the_header) {
    test::RequestText text;
    text.set("Host", "kms.local:8080").set("X-Forwarded-Host", "kms.shop.example, inner");
    const test::RequestView view{text, TimePoint{}};
    const std::vector<std::string> endpoints{"kms.vendor.example"};
    std::vector<std::string> seen;
    for (const SignedHost& host : hosts_to_try(view.request(), endpoints)) {
        seen.push_back(std::string{host.hypothesis} + " " + host.host);
        EXPECT_NE(host.host, "kms.local:8080");
    }
    for (const char* expected : {"host-port kms.local", "host-port kms.local:443", "host-case KMS.LOCAL:8080",
                                 "host-forwarded kms.shop.example", "host-endpoint kms.vendor.example",
                                 "host-endpoint http://kms.local:8080"}) {
        EXPECT_THAT(seen, Contains(expected));
    }
}

std::vector<std::string> hosts_seen(const std::string& host, std::string_view name = {},
                                    const std::string& value = {}) {
    test::RequestText text;
    text.set("Host", host);
    if (!name.empty()) text.set(std::string{name}, value);
    const test::RequestView view{text, TimePoint{}};
    std::vector<std::string> seen;
    for (const SignedHost& one : hosts_to_try(view.request(), {}))
        seen.push_back(std::string{one.hypothesis} + " " + one.host);
    return seen;
}

TEST(Hosts, have_the_ports_that_a_proxy_may_have_dropped_where_none_came) {
    EXPECT_THAT(hosts_seen("kms.local"), Contains("host-port kms.local:18443"));
    EXPECT_THAT(hosts_seen("kms.local:8080"), Not(Contains("host-port kms.local:18443")));
    EXPECT_THAT(hosts_seen("kms.local", "X-Forwarded-Host", "kms.shop.example"),
                Contains("host-forwarded kms.shop.example:18443"));
}

TEST(Hosts, are_the_proxys_own_where_its_upstream_came) {
    EXPECT_THAT(hosts_seen("10.0.0.7:8990"), Contains("host-forwarded localhost:18080"));
}

TEST(ProxyRemark, is_made_where_something_speaks_for_a_proxy) {
    const auto remark = [](const std::string& host, const std::string& name) {
        test::RequestText text;
        text.set("Host", host);
        if (!name.empty()) text.set(name, "x");
        const test::RequestView view{text, TimePoint{}};
        return proxy_remark(view.request());
    };
    EXPECT_EQ(remark("kms.local:8080", ""), "");
    EXPECT_THAT(remark("kms.local:8080", "X-Forwarded-For"), HasSubstr("a proxy (X-Forwarded-For)"));
    EXPECT_THAT(remark("kms.local", ""), HasSubstr("dropped the port"));
}

// ---- the clock ----

std::string sentence(std::int64_t ahead, std::int64_t window = 300) {
    test::RequestText text;
    constexpr std::int64_t kNow = 1'750'000'000;
    const test::RequestView view{text, TimePoint{std::chrono::seconds{kNow}}};
    return clock_sentence(view.request(), "Timestamp", kNow + ahead, window);
}

TEST(ClockSentence, is_empty_within_the_window_and_without_one) {
    EXPECT_EQ(sentence(300), "");
    EXPECT_EQ(sentence(-300), "");
    EXPECT_EQ(sentence(1'000'000, 0), "");
}

TEST(ClockSentence, gives_skew_and_window) {
    EXPECT_EQ(sentence(-301),
              "Timestamp is 301 s behind the server's clock; the window is 300 s. Set the client's clock.");
    EXPECT_THAT(sentence(301), HasSubstr("301 s ahead of"));
}

TEST(ClockSentence, knows_local_time_and_milliseconds) {
    EXPECT_THAT(sentence(8 * 3600 + 1), HasSubstr("local time"));
    EXPECT_THAT(sentence(-(5 * 3600 + 1800)), HasSubstr("local time"));
    EXPECT_THAT(sentence(20 * 3600), Not(HasSubstr("local time")));
    EXPECT_THAT(sentence(1'750'000'000'000), HasSubstr("milliseconds"));
}

}  // namespace
}  // namespace tandem::api::doctor
