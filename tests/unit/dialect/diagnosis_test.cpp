#include "diagnosis.hpp"

#include <gtest/gtest.h>

namespace tandem::dialect {
namespace {

TEST(Printable, escapes_all_but_printable_ascii) {
    EXPECT_EQ(printable("a b~"), "a b~");
    EXPECT_EQ(printable("a\r\nb\x7f\u5bc6"), "a%0d%0ab%7f%e5%af%86");
}

TEST(Printable, cuts_what_is_too_long) {
    const std::string longest(kMaxDiagnosis, 'a');
    EXPECT_EQ(printable(longest), longest);
    const std::string cut = printable(longest + "a");
    EXPECT_TRUE(cut.starts_with(longest));
    EXPECT_TRUE(cut.ends_with("a..."));
}

TEST(ShownName, hides_what_is_no_name) {
    EXPECT_EQ(shown_name("Tags.0.TagKey"), "Tags.0.TagKey");
    EXPECT_EQ(shown_name(R"({"plaintext":"U0VDUkVU"})"), "(hidden)");
    EXPECT_EQ(shown_name(std::string(64, 'a')), std::string(64, 'a'));
    EXPECT_EQ(shown_name(std::string(65, 'a')), "(hidden)");
}

}  // namespace
}  // namespace tandem::dialect
