#include "tandem/base/error.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace tandem {
namespace {

TEST(ErrorCode, every_code_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) names.insert(name_of(static_cast<ErrorCode>(i)));
    EXPECT_EQ(names.size(), kErrorCodeCount);
    EXPECT_EQ(name_of(ErrorCode::key_not_found), "key_not_found");
    EXPECT_EQ(name_of(ErrorCode::internal), "internal");
}

Result<int> half(int number) {
    if (number % 2 != 0) return fail(ErrorCode::parameter_invalid, "number", "odd");
    return number / 2;
}
Result<int> quarter(int number) {
    TANDEM_TRY(const int once, half(number));
    TANDEM_CHECK(half(once));
    return half(once);
}

TEST(Result, tandem_try_takes_the_value_or_returns_the_error) {
    EXPECT_EQ(quarter(8).value(), 2);
    const Result<int> failed = quarter(6);
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().code, ErrorCode::parameter_invalid);
    EXPECT_EQ(failed.error().subject, "number");
    EXPECT_EQ(failed.error().detail, "odd");
}

TEST(Result, value_of_a_failure_is_a_bug_that_throws) {
    EXPECT_THROW(static_cast<void>(half(1).value()), std::logic_error);
}

}  // namespace
}  // namespace tandem
