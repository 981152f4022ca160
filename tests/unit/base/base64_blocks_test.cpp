// Both ways to code base64, by tables alone and with the wide registers of this processor, give and refuse the same.

#include "base64_blocks.hpp"

#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tandem {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLongest = 200;  // several blocks and every rest behind them
constexpr std::uint8_t kUntouched = 0xee;

Bytes some_bytes(std::size_t size) {
    std::mt19937 random{static_cast<unsigned>(size)};
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

std::string encoded(ByteView bytes, const Base64Blocks* blocks) {
    std::string text(base64_length(bytes.size()), '\0');
    EXPECT_EQ(base64_encode_to(text.data(), bytes, blocks), text.data() + text.size());
    return text;
}

std::optional<Bytes> decoded(std::string_view text, const Base64Blocks* blocks) {
    Bytes bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(bytes, text, blocks);
    if (!size) return std::nullopt;
    bytes.resize(*size);
    return bytes;
}

// 96 characters, three blocks of 32, with every character of the alphabet in two of them.
std::string text_of_96() { return std::string{kAlphabet} + std::string{kAlphabet.substr(0, 32)}; }

TEST(Base64Blocks, are_asked_for_here_where_the_processor_has_them) {
#ifdef __x86_64__
    EXPECT_EQ(base64_blocks_of_this_processor() != nullptr, __builtin_cpu_supports("avx2") != 0);
#else
    EXPECT_EQ(base64_blocks_of_this_processor(), nullptr);
#endif
}

TEST(Base64Blocks, take_all_but_a_short_rest) {
    const Base64Blocks* const blocks = base64_blocks_of_this_processor();
    if (blocks == nullptr) GTEST_SKIP() << "no wide registers that are used here";
    std::array<char, base64_length(kLongest)> text;
    std::array<std::uint8_t, kLongest> bytes;
    bool valid = true;
    EXPECT_EQ(blocks->encode(text.data(), some_bytes(27)), 0U);
    EXPECT_EQ(blocks->encode(text.data(), some_bytes(28)), 24U);
    EXPECT_EQ(blocks->decode(bytes.data(), std::string(31, 'A'), valid), 0U);
    EXPECT_EQ(blocks->decode(bytes.data(), std::string(32, 'A'), valid), 32U);
    EXPECT_TRUE(valid);
}

// The tables alone, with nullptr, and this processor's blocks.
class Base64With : public testing::TestWithParam<const Base64Blocks*> {};

INSTANTIATE_TEST_SUITE_P(Versions, Base64With, testing::Values(nullptr, base64_blocks_of_this_processor()),
                         [](const auto& version) -> std::string {
                             return version.index == 0 ? "tables" : "this_processor";
                         });

TEST_P(Base64With, encodes_every_length_as_the_tables_do) {
    for (std::size_t size = 0; size <= kLongest; ++size) {
        const Bytes bytes = some_bytes(size);
        EXPECT_EQ(encoded(bytes, GetParam()), encoded(bytes, nullptr)) << size;
    }
}

TEST_P(Base64With, decodes_every_length_to_what_was_encoded) {
    for (std::size_t size = 0; size <= kLongest; ++size) {
        const Bytes bytes = some_bytes(size);
        EXPECT_EQ(decoded(encoded(bytes, nullptr), GetParam()), bytes) << size;
    }
}

TEST_P(Base64With, codes_every_byte_at_every_place) {
    Bytes bytes(48, 0x5a);
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        for (int value = 0; value < 256; ++value) {
            bytes[place] = static_cast<std::uint8_t>(value);
            const std::string text = encoded(bytes, GetParam());
            ASSERT_EQ(text, encoded(bytes, nullptr)) << place << ' ' << value;
            ASSERT_EQ(decoded(text, GetParam()), bytes) << place << ' ' << value;
        }
        bytes[place] = 0x5a;
    }
}

TEST_P(Base64With, refuses_every_byte_outside_the_alphabet_at_every_place) {
    const std::string right = text_of_96();
    for (std::size_t place = 0; place < right.size(); ++place) {
        std::string text = right;
        for (int value = 0; value < 256; ++value) {
            text[place] = static_cast<char>(value);
            // '=' at the very end is padding, and refused all the same for the bits that it leaves.
            const bool accepted = kAlphabet.find(text[place]) != std::string_view::npos;
            ASSERT_EQ(decoded(text, GetParam()).has_value(), accepted) << place << ' ' << value;
        }
    }
}

TEST_P(Base64With, refuses_padding_before_the_end_of_a_long_text) {
    const std::string right = text_of_96();
    for (std::size_t group = 0; group + 4 < right.size(); group += 4) {
        std::string text = right;
        text.replace(group, 4, "Zm8=");
        EXPECT_FALSE(decoded(text, GetParam())) << group;
        text.replace(group, 4, "Zg==");
        EXPECT_FALSE(decoded(text, GetParam())) << group;
    }
}

TEST_P(Base64With, holds_the_last_group_of_a_long_text_to_its_rules) {
    const std::string start = text_of_96();
    for (const char* last : {"Zg==", "Zm8=", "Zm9v"}) EXPECT_TRUE(decoded(start + last, GetParam())) << last;
    for (const char* last : {"Zh==", "Zm9=", "Z===", "====", "=g==", "Zg=v", "Z"}) {
        EXPECT_FALSE(decoded(start + last, GetParam())) << last;
    }
}

// Inputs are as long as their memory, for the sanitizer to see what is read behind them.
TEST_P(Base64With, leaves_the_bytes_around_its_output_alone) {
    constexpr std::size_t kMargin = 40;
    for (std::size_t size = 0; size <= kLongest; ++size) {
        const Bytes bytes = some_bytes(size);
        const std::string text = encoded(bytes, nullptr);

        std::string around_text(text.size() + 2 * kMargin, '~');
        base64_encode_to(around_text.data() + kMargin, bytes, GetParam());
        EXPECT_EQ(around_text, std::string(kMargin, '~') + text + std::string(kMargin, '~')) << size;

        Bytes around_bytes(size + 2 * kMargin, kUntouched);
        const std::size_t room = base64_capacity(text.size());
        ASSERT_TRUE(base64_decode_to(MutableBytes{around_bytes}.subspan(kMargin, room), text, GetParam()));
        Bytes expected(size + 2 * kMargin, kUntouched);
        std::copy(bytes.begin(), bytes.end(), expected.begin() + kMargin);
        EXPECT_EQ(around_bytes, expected) << size;
    }
}

TEST_P(Base64With, writes_nothing_where_the_output_is_too_small) {
    const std::string text = text_of_96();
    Bytes bytes(base64_capacity(text.size()), kUntouched);
    EXPECT_FALSE(base64_decode_to(MutableBytes{bytes}.first(bytes.size() - 1), text, GetParam()));
    EXPECT_EQ(bytes, Bytes(bytes.size(), kUntouched));
    EXPECT_TRUE(base64_decode_to(bytes, text, GetParam()));
}

}  // namespace
}  // namespace tandem
