#include "tandem/api/vendor_error.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

TEST(PublicText, puts_the_subject_in_place) {
    EXPECT_EQ(public_text("no {} here", "KeyId"), "no KeyId here");
    EXPECT_EQ(public_text("{}: {}", "a"), "a: a");
    EXPECT_EQ(public_text("plain", "a"), "plain");
    EXPECT_EQ(public_text("{}", "{}"), "{}");
}

}  // namespace
}  // namespace tandem::api
