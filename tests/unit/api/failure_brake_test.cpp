#include "tandem/api/failure_brake.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'000 * kSecond;
constexpr ClientAddress kOne{0, 0, 0, 0, 192, 0, 2, 1};
constexpr ClientAddress kTwo{0, 0, 0, 0, 192, 0, 2, 2};
constexpr ClientAddress kUnixSocket{};

int allowed(FailureBrake& brake, const ClientAddress& client, std::int64_t now, int tries = 1'000) {
    int count = 0;
    for (int i = 0; i < tries; ++i) count += brake.count(client, now) ? 1 : 0;
    return count;
}

TEST(FailureBrake, allows_a_burst_of_five_seconds_worth) {
    FailureBrake brake{20};
    EXPECT_EQ(allowed(brake, kOne, kStart), 100);
}

TEST(FailureBrake, gives_back_as_many_a_second_as_it_is_told) {
    FailureBrake brake{20};
    allowed(brake, kOne, kStart);
    EXPECT_EQ(allowed(brake, kOne, kStart + kSecond / 20 - 1), 0);
    EXPECT_EQ(allowed(brake, kOne, kStart + kSecond / 20), 1);
    EXPECT_EQ(allowed(brake, kOne, kStart + kSecond + kSecond / 20), 20);
    EXPECT_EQ(allowed(brake, kOne, kStart + 3600 * kSecond), 100);
}

TEST(FailureBrake, says_beforehand_whether_the_next_one_is_over) {
    FailureBrake brake{20};
    EXPECT_FALSE(brake.is_over(kOne, kStart));
    allowed(brake, kOne, kStart, 99);
    EXPECT_FALSE(brake.is_over(kOne, kStart));
    allowed(brake, kOne, kStart, 1);
    EXPECT_TRUE(brake.is_over(kOne, kStart));
    EXPECT_FALSE(brake.is_over(kOne, kStart + kSecond / 20));
}

TEST(FailureBrake, counts_each_address_apart) {
    FailureBrake brake{20};
    allowed(brake, kOne, kStart);
    EXPECT_FALSE(brake.is_over(kTwo, kStart));
    EXPECT_EQ(allowed(brake, kTwo, kStart), 100);
}

TEST(FailureBrake, does_not_count_a_unix_socket) {
    FailureBrake brake{1};
    EXPECT_EQ(allowed(brake, kUnixSocket, kStart), 1'000);
    EXPECT_FALSE(brake.is_over(kUnixSocket, kStart));
}

TEST(FailureBrake, remembers_those_that_fail_most_among_a_million_addresses) {
    FailureBrake brake{20};
    allowed(brake, kOne, kStart);
    for (std::uint32_t i = 0; i < 1'000'000; ++i) {
        ClientAddress other{0x20, 0x01};
        for (int byte = 0; byte < 4; ++byte) other[4 + byte] = static_cast<std::uint8_t>(i >> (8 * byte));
        (void)brake.count(other, kStart);
    }
    EXPECT_TRUE(brake.is_over(kOne, kStart));
}

}  // namespace
}  // namespace tandem::api
