#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

TEST(Utf8, accepts_the_ends_of_every_range) {
    for (const char* text : {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(is_valid_utf8(text));
    }
}

TEST(Utf8, refuses_overlong_forms) {
    for (const char* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(Utf8, refuses_surrogates_and_what_is_above_unicode) {
    for (const char* text : {"\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(Utf8, refuses_lone_continuations_and_cut_sequences) {
    for (const char* text : {"\x80", "\xbf", "\xc2", "\xe2\x82", "\xf0\x9f\x98",
                             "\xe2\x82"
                             "A",
                             "\xc2\xc2"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(Utf8, looks_behind_a_long_run_of_ascii) {
    std::string text(80, 'a');
    text.replace(40, 2, "\xc3\xa9");
    EXPECT_TRUE(is_valid_utf8(text));
    text[41] = 'a';
    EXPECT_FALSE(is_valid_utf8(text));
    for (std::size_t place = 0; place < 17; ++place) {
        std::string short_text(17, 'a');
        short_text[place] = '\xff';
        EXPECT_FALSE(is_valid_utf8(short_text)) << place;
    }
}

TEST(Utf8, counts_code_points) {
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("abc"), 3U);
    EXPECT_EQ(code_points("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 3U);
}

TEST(Utf8Lossy, keeps_what_is_valid) {
    EXPECT_EQ(utf8_lossy(as_bytes("a\xc3\xa9\xf0\x9f\x98\x80")), "a\xc3\xa9\xf0\x9f\x98\x80");
}

// Unicode 15 section 3.9, "U+FFFD substitution of maximal subparts".
TEST(Utf8Lossy, replaces_each_longest_broken_part_once) {
    constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    const auto replaced = [&](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += kReplacement;
        return text;
    };
    EXPECT_EQ(utf8_lossy(as_bytes("\xe2\x82")), replaced(1));
    EXPECT_EQ(utf8_lossy(as_bytes("\xe2\x82"
                                  "A")),
              replaced(1) + "A");
    EXPECT_EQ(utf8_lossy(as_bytes("\xed\xa0\x80")), replaced(3));
    EXPECT_EQ(utf8_lossy(as_bytes("\xff\xfe")), replaced(2));
    EXPECT_EQ(utf8_lossy(as_bytes("\xf0\x9f\x98\xc3\xa9")), replaced(1) + "\xc3\xa9");
}

}  // namespace
}  // namespace tandem
