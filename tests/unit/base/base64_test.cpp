#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

TEST(Base64, has_the_vectors_of_rfc_4648) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(base64_encode(as_bytes(bytes)), text);
        const auto decoded = base64_decode(text);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(as_text(*decoded), bytes);
    }
}

TEST(Base64, round_trips_every_byte_at_every_place_of_a_group) {
    for (std::size_t place = 0; place < 3; ++place) {
        for (int value = 0; value < 256; ++value) {
            Bytes bytes(place + 1, 0x5a);
            bytes[place] = static_cast<std::uint8_t>(value);
            EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
        }
    }
}

TEST(Base64, lengths_are_those_of_the_text) {
    for (std::size_t size = 0; size < 100; ++size) {
        const std::string text = base64_encode(Bytes(size, 0xff));
        EXPECT_EQ(text.size(), base64_length(size));
        EXPECT_GE(base64_capacity(text.size()), size);
    }
}

TEST(Base64, refuses_a_length_that_is_not_a_multiple_of_four) {
    for (const char* text : {"Z", "Zg", "Zg=", "Zm9vY", "Zm9vYg="}) EXPECT_FALSE(base64_decode(text)) << text;
}

TEST(Base64, refuses_padding_in_the_wrong_place) {
    for (const char* text : {"====", "Z===", "=Zg=", "Z=g=", "Zg==Zg==", "Zg=a", "Zm8=Zm8=", "Zm=v"}) {
        EXPECT_FALSE(base64_decode(text)) << text;
    }
}

TEST(Base64, refuses_trailing_bits_that_are_not_zero) {
    EXPECT_FALSE(base64_decode("Zh=="));
    EXPECT_FALSE(base64_decode("Zm9="));
}

TEST(Base64, refuses_every_character_outside_the_alphabet) {
    constexpr std::string_view kAccepted = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int value = 0; value < 256; ++value) {
        const char character = static_cast<char>(value);
        for (std::size_t place = 0; place < 4; ++place) {
            std::string text = "AAAAAAAA";
            text[place] = character;
            EXPECT_EQ(base64_decode(text).has_value(), (kAccepted.find(character) != std::string_view::npos)) << value;
        }
    }
}

TEST(Base64, refuses_blanks_line_ends_and_the_url_alphabet) {
    for (const char* text : {"Zm9v\n", "Zm 9v", "Zm9v\r\nZm9", " Zm9v   ", "Zm-v", "Zm_v"}) {
        EXPECT_FALSE(base64_decode(text)) << text;
    }
}

}  // namespace
}  // namespace tandem
