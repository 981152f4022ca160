#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace tandem {
namespace {

const Bytes kBytes{0x00, 0x0f, 0xa5, 0xff};

TEST(Hexadecimal, encodes_in_either_case) {
    EXPECT_EQ(hex_encode(kBytes), "000fa5ff");
    EXPECT_EQ(hex_encode_upper(kBytes), "000FA5FF");
    EXPECT_EQ(hex_encode({}), "");
}

TEST(Hexadecimal, decodes_either_case) {
    EXPECT_EQ(hex_decode("000fA5Ff"), kBytes);
    EXPECT_EQ(hex_decode(""), Bytes{});
}

TEST(Hexadecimal, codes_every_byte) {
    for (int value = 0; value < 256; ++value) {
        char expected[3];
        std::snprintf(expected, sizeof expected, "%02x", static_cast<unsigned>(value));
        const Bytes byte{static_cast<std::uint8_t>(value)};
        EXPECT_EQ(hex_encode(byte), expected);
        EXPECT_EQ(hex_decode(expected), byte);
    }
}

TEST(Hexadecimal, refuses_an_output_that_is_too_small) {
    Bytes bytes(2);
    EXPECT_FALSE(hex_decode_to(MutableBytes{bytes}.first(1), "0102"));
    EXPECT_TRUE(hex_decode_to(bytes, "0102"));
}

TEST(Hexadecimal, refuses_an_odd_length) {
    EXPECT_FALSE(hex_decode("0"));
    EXPECT_FALSE(hex_decode("000"));
}

TEST(Hexadecimal, refuses_every_character_that_is_not_a_digit) {
    constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
    for (int value = 0; value < 256; ++value) {
        const char character = static_cast<char>(value);
        const bool digit = kDigits.find(character) != std::string_view::npos;
        EXPECT_EQ(hex_decode(std::string{character, '0'}).has_value(), digit) << value;
        EXPECT_EQ(hex_decode(std::string{'0', character}).has_value(), digit) << value;
    }
}

}  // namespace
}  // namespace tandem
