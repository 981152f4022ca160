#include "tandem/crypto/self_test.hpp"

#include <gmock/gmock.h>

namespace tandem::crypto {
namespace {

TEST(SelfTest, symmetric_answers_are_right) { EXPECT_THAT(symmetric_self_test(), testing::IsEmpty()); }

TEST(SelfTest, asymmetric_answers_are_right) { EXPECT_THAT(asymmetric_self_test(), testing::IsEmpty()); }

}  // namespace
}  // namespace tandem::crypto
