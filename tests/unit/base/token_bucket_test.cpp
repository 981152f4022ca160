#include "tandem/base/token_bucket.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

int take_all(TokenBucket& bucket, std::int64_t now, std::uint32_t per_second) {
    int taken = 0;
    while (bucket.take(now, per_second)) ++taken;
    return taken;
}

TEST(TokenBucket, begins_with_one_seconds_worth) {
    for (const std::uint32_t rate : {1U, 2U, 100U, 300U}) {
        TokenBucket bucket;
        EXPECT_EQ(take_all(bucket, 5 * kSecond, rate), static_cast<int>(rate));
    }
}

TEST(TokenBucket, gives_one_token_back_an_interval) {
    TokenBucket bucket;
    take_all(bucket, 0, 100);
    EXPECT_FALSE(bucket.take(kSecond / 100 - 1, 100));
    EXPECT_TRUE(bucket.take(kSecond / 100, 100));
    EXPECT_FALSE(bucket.take(kSecond / 100, 100));
}

TEST(TokenBucket, holds_no_more_than_one_second) {
    TokenBucket bucket;
    take_all(bucket, 0, 10);
    EXPECT_EQ(take_all(bucket, 3600 * kSecond, 10), 10);
}

TEST(TokenBucket, zero_is_no_limit) {
    TokenBucket bucket;
    for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(bucket.take(0, 0));
}

}  // namespace
}  // namespace tandem
