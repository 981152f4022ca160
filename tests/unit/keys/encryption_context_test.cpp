#include "tandem/keys/encryption_context.hpp"

#include "support/hex.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace tandem::keys {
namespace {

using test::FailsWith;
using test::from_hex;
using test::Succeeds;

using Map = std::map<std::string, std::string>;

EncryptionContext context_of(const Map& pairs, std::string_view additional_data = {}) {
    EncryptionContext context;
    for (const auto& [key, value] : pairs) EXPECT_THAT(context.add_text(key, value), Succeeds());
    context.set_additional_data(additional_data);
    return context;
}

// Reads canonical bytes back: what can be read back in one way only cannot stand for two contexts.
class Reader {
  public:
    explicit Reader(ByteView bytes) : left_(bytes) {}
    Map read() {
        EXPECT_EQ(as_text(take(7)), std::string_view{"KMSCTX\x01"});
        Map pairs;
        for (std::uint32_t count = number(); count > 0; --count) {
            const std::string key{as_text(take(number()))};
            const std::string type{as_text(take(1))};
            EXPECT_TRUE(pairs.empty() || pairs.rbegin()->first < key) << "not sorted";
            pairs[key] = type + std::string{as_text(take(number()))};
        }
        pairs["additional data"] = as_text(take(number()));
        EXPECT_TRUE(left_.empty());
        return pairs;
    }

  private:
    ByteView take(std::size_t size) {
        const ByteView taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }
    std::uint32_t number() { return load_u32_be(take(4).data()); }
    ByteView left_;
};

TEST(EncryptionContext, has_these_bytes) {
    EncryptionContext context;
    ASSERT_THAT(context.add_text("b", "xy"), Succeeds());
    ASSERT_THAT(context.add_integer("a", -5), Succeeds());
    ASSERT_THAT(context.add_boolean("c", true), Succeeds());
    context.set_additional_data("more");
    EXPECT_EQ(context.canonical(), from_hex("4b4d53435458"
                                            "01"
                                            "00000003"
                                            "00000001"
                                            "61"
                                            "02"
                                            "00000002"
                                            "2d35"
                                            "00000001"
                                            "62"
                                            "01"
                                            "00000002"
                                            "7879"
                                            "00000001"
                                            "63"
                                            "03"
                                            "00000004"
                                            "74727565"
                                            "00000004"
                                            "6d6f7265"));
}

TEST(EncryptionContext, nothing_at_all_has_the_empty_bytes) {
    EXPECT_TRUE(EncryptionContext{}.empty());
    EXPECT_TRUE(std::ranges::equal(EncryptionContext{}.canonical(), EncryptionContext::canonical_empty()));
    EXPECT_EQ(hex_encode(EncryptionContext::canonical_empty()), "4b4d53435458010000000000000000");
}

TEST(EncryptionContext, is_not_empty_with_a_pair_or_additional_data) {
    EXPECT_FALSE(context_of({{"", ""}}).empty());
    EXPECT_FALSE(context_of({}, "x").empty());
}

TEST(EncryptionContext, order_of_adding_does_not_matter) {
    EncryptionContext forward;
    EncryptionContext backward;
    const std::vector<std::string> keys{"", "a", "aa", "b", "\x7f", "\xc3\xa9", "\xef\xbf\xbd", "\xf0\x90\x80\x80"};
    for (const std::string& key : keys) ASSERT_THAT(forward.add_text(key, key), Succeeds());
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) ASSERT_THAT(backward.add_text(*key, *key), Succeeds());
    EXPECT_EQ(forward.canonical(), backward.canonical());
}

TEST(EncryptionContext, sorts_by_bytes_and_not_by_utf_16) {
    // U+FFFD stands before U+10000 in bytes and behind it in UTF-16.
    const Bytes bytes = context_of({{"\xef\xbf\xbd", "1"}, {"\xf0\x90\x80\x80", "2"}}).canonical();
    EXPECT_LT(as_text(bytes).find("\xef\xbf\xbd"), as_text(bytes).find("\xf0\x90\x80\x80"));
}

TEST(EncryptionContext, refuses_a_key_given_twice) {
    EncryptionContext context = context_of({{"a", "1"}, {"b", "2"}});
    EXPECT_THAT(context.add_text("a", "1"), FailsWith(ErrorCode::context_malformed));
    EXPECT_THAT(context.add_integer("a", 1), FailsWith(ErrorCode::context_malformed));
    EXPECT_THAT(context.add_boolean("b", true), FailsWith(ErrorCode::context_malformed));
    EXPECT_EQ(context.canonical(), context_of({{"a", "1"}, {"b", "2"}}).canonical());
}

TEST(EncryptionContext, refuses_what_is_not_utf8) {
    EncryptionContext context;
    EXPECT_THAT(context.add_text("\xff", "x"), FailsWith(ErrorCode::context_malformed));
    EXPECT_THAT(context.add_text("x", "\xed\xa0\x80"), FailsWith(ErrorCode::context_malformed));
    EXPECT_TRUE(context.empty());
}

TEST(EncryptionContext, takes_integers_that_every_reader_keeps_exactly) {
    constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
    EncryptionContext context;
    EXPECT_THAT(context.add_integer("a", kLargest), Succeeds());
    EXPECT_THAT(context.add_integer("b", -kLargest), Succeeds());
    EXPECT_THAT(context.add_integer("c", kLargest + 1), FailsWith(ErrorCode::context_malformed));
    EXPECT_THAT(context.add_integer("d", -kLargest - 1), FailsWith(ErrorCode::context_malformed));
    EXPECT_THAT(context.add_integer("e", INT64_MIN), FailsWith(ErrorCode::context_malformed));
}

TEST(EncryptionContext, types_are_told_apart) {
    EncryptionContext integer;
    EncryptionContext boolean;
    ASSERT_THAT(integer.add_integer("a", 1), Succeeds());
    ASSERT_THAT(boolean.add_boolean("a", true), Succeeds());
    EXPECT_NE(integer.canonical(), context_of({{"a", "1"}}).canonical());
    EXPECT_NE(boolean.canonical(), context_of({{"a", "true"}}).canonical());
    EXPECT_NE(boolean.canonical(), integer.canonical());
}

// Pairs that a careless joining would take for each other.
TEST(EncryptionContext, similar_contexts_have_different_bytes) {
    const std::string zero(1, '\0');
    std::vector<std::pair<Map, std::string>> contexts{
        {{}, ""},
        {{}, "a"},
        {{{"", ""}}, ""},
        {{{"", "a"}}, ""},
        {{{"a", ""}}, ""},
        {{{"a", "bc"}}, ""},
        {{{"ab", "c"}}, ""},
        {{{"abc", ""}}, ""},
        {{{"a", "b"}}, "c"},
        {{{"a", "b"}, {"c", ""}}, ""},
        {{{"a", "b"}, {"c", "d"}}, ""},
        {{{"a", "b:c:d"}}, ""},
        {{{"a", "b,c=d"}}, ""},
        {{{"a=b", ""}}, ""},
        {{{"a", zero}}, ""},
        {{{std::string{"a"} + zero, ""}}, ""},
        {{{"A", "bc"}}, ""},
        {{{" a", "bc"}}, ""},
        {{{"\xc3\xa9", "x"}}, ""},   // one code point
        {{{"e\xcc\x81", "x"}}, ""},  // the same letter as two: no normalisation
    };
    for (const std::size_t size : {255U, 256U, 65'535U, 65'536U}) {
        contexts.push_back({{{std::string(size, 'k'), ""}}, ""});
        contexts.push_back({{{"", std::string(size, 'k')}}, ""});
        contexts.push_back({{}, std::string(size, 'k')});
    }
    std::map<Bytes, std::size_t> seen;
    for (std::size_t i = 0; i < contexts.size(); ++i) {
        const auto [other, is_new] = seen.emplace(context_of(contexts[i].first, contexts[i].second).canonical(), i);
        EXPECT_TRUE(is_new) << i << " has the bytes of " << other->second;
    }
}

TEST(EncryptionContext, can_be_read_back_from_its_bytes) {
    std::mt19937 random{20250615};
    const auto short_text = [&random] {
        std::string text(random() % 4, ' ');
        for (char& character : text) character = static_cast<char>(random() % 0x80);
        return text;
    };
    for (int round = 0; round < 20'000; ++round) {
        Map pairs;
        for (std::size_t count = random() % 5; count > 0; --count) pairs[short_text()] = short_text();
        const std::string additional_data = short_text();
        Map expected;
        for (const auto& [key, value] : pairs) expected[key] = "\x01" + value;
        expected["additional data"] = additional_data;
        ASSERT_EQ(Reader{context_of(pairs, additional_data).canonical()}.read(), expected);
    }
}

}  // namespace
}  // namespace tandem::keys
