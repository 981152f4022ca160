#include "tandem/api/diagnosis.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
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

TEST(ShownHeader, gives_the_size_of_what_may_be_a_token) {
    EXPECT_EQ(shown_header("Content-Type", "a\nb"), "a%0ab");
    EXPECT_EQ(shown_header("x-security-token", "hush"), "(4 bytes)");
    EXPECT_EQ(shown_header("x-anything", ""), "");
}

TEST(ShownParameter, gives_the_size_of_an_actions_own_values) {
    EXPECT_EQ(shown_parameter("Action", "Encrypt"), "Encrypt");
    for (const char* own : {"Plaintext", "plaintext", "KeyId", "Token", "action"}) {
        EXPECT_EQ(shown_parameter(own, "hush"), "(4 bytes)") << own;
    }
}

TEST(ShownQuery, gives_names_and_sizes) {
    EXPECT_EQ(shown_query("Limit=1&Plaintext=hush&flag&{x}=y"),
              "Limit=(1 bytes)&Plaintext=(4 bytes)&flag&(hidden)=(1 bytes)");
    EXPECT_EQ(shown_query(""), "");
}

TEST(AccessKeyId, is_noted_when_it_is_printable_and_not_too_long) {
    RequestFacts facts;
    note_access_key_id(facts, std::string(128, 'a'));
    EXPECT_EQ(facts.access_key_id, std::string(128, 'a'));
    note_access_key_id(facts, std::string(129, 'a'));
    EXPECT_EQ(facts.access_key_id, "");
    for (const char* id : {"a\nb", "\xc3\xa9", "\x7f"}) {
        note_access_key_id(facts, id);
        EXPECT_EQ(facts.access_key_id, "") << id;
    }
}

}  // namespace
}  // namespace tandem::api
