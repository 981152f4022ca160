#include "tandem/api/field_hints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(BodyHint, knows_what_comes_before_a_document_and_in_its_place) {
    EXPECT_THAT(body_hint("\xef\xbb\xbf{}"), HasSubstr("byte order mark"));
    EXPECT_THAT(body_hint("\xff\xfe{"), HasSubstr("UTF-16"));
    EXPECT_THAT(body_hint("\x1f\x8b\x08"), HasSubstr("gzip"));
    EXPECT_THAT(body_hint("{"), IsEmpty());
    EXPECT_THAT(body_hint(""), IsEmpty());
}

TEST(Base64Hint, tells_the_forms_that_are_not_canonical) {
    EXPECT_THAT(base64_hint("aGVs\r\nbG8="), HasSubstr("line ends"));
    EXPECT_THAT(base64_hint("a bc"), HasSubstr("blanks"));
    EXPECT_THAT(base64_hint("a-_="), HasSubstr("URL-safe"));
    EXPECT_THAT(base64_hint("abc"), HasSubstr("padding"));
    EXPECT_THAT(base64_hint("ab!="), IsEmpty());
    EXPECT_EQ(named_hint("Plaintext", base64_hint("ab!=")), "");
}

}  // namespace
}  // namespace tandem::api
