#include "tandem/base/ids.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

constexpr std::string_view kText = "01234567-89ab-cdef-0123-456789abcdef";

TEST(Id128, is_shown_as_it_is_read) {
    const auto id = KeyId::parse(kText);
    ASSERT_TRUE(id);
    EXPECT_EQ(id->text(), kText);
    EXPECT_EQ(id->bytes[0], 0x01);
    EXPECT_EQ(id->bytes[15], 0xef);
}

TEST(Id128, refuses_other_lengths) {
    EXPECT_FALSE(KeyId::parse(""));
    EXPECT_FALSE(KeyId::parse(kText.substr(0, 35)));
    EXPECT_FALSE(KeyId::parse("01234567-89ab-cdef-0123-456789abcdef0"));
    EXPECT_FALSE(KeyId::parse("0123456789abcdef0123456789abcdef"));
}

TEST(Id128, refuses_upper_case) {
    EXPECT_FALSE(KeyId::parse("01234567-89AB-cdef-0123-456789abcdef"));
    EXPECT_FALSE(KeyId::parse("01234567-89ab-cdef-0123-456789abcdeF"));
}

TEST(Id128, refuses_any_other_character_at_any_place) {
    for (std::size_t place = 0; place < kText.size(); ++place) {
        std::string text{kText};
        text[place] = text[place] == '-' ? '0' : '-';
        EXPECT_FALSE(KeyId::parse(text)) << text;
        text[place] = 'g';
        EXPECT_FALSE(KeyId::parse(text)) << text;
    }
}

}  // namespace
}  // namespace tandem
