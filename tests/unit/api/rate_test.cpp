#include "tandem/api/rate.hpp"

#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <memory>
#include <thread>
#include <vector>

namespace tandem::api {
namespace {

constexpr std::array<VendorRate, 2> kActions{{{"Slow", 2}, {"Free", 0}}};
constexpr std::int64_t kOneSecond = 1'000'000'000;

// How many requests at one moment are let through, at most `limit`.
int admitted(const RateTable& rates, std::uint64_t tenant, std::size_t action, std::int64_t ticks, int limit = 50) {
    for (int count = 0; count < limit; ++count) {
        Exchange exchange;
        exchange.request.arrived_ticks = ticks;
        if (!rates.admit(tenant, action, exchange)) return count;
    }
    return limit;
}

TEST(RateTable, lets_the_vendors_number_through) {
    constexpr std::uint64_t tenant = 1;
    const RateTable rates{{}, "d", kActions};
    EXPECT_EQ(admitted(rates, tenant, 0, 10 * kOneSecond), 2);
    EXPECT_EQ(admitted(rates, tenant, 0, 10 * kOneSecond), 0);
    EXPECT_EQ(admitted(rates, tenant, 0, 11 * kOneSecond), 2);
    EXPECT_EQ(admitted(rates, tenant, 1, 10 * kOneSecond), 50);
}

TEST(RateTable, has_a_bucket_for_each_tenant_and_action) {
    constexpr std::uint64_t one = 1, other = 2;
    const RateTable rates{{}, "d", kActions};
    EXPECT_EQ(admitted(rates, one, 0, kOneSecond), 2);
    EXPECT_EQ(admitted(rates, other, 0, kOneSecond), 2);
}

TEST(RateTable, takes_once_an_exchange) {
    constexpr std::uint64_t tenant = 1;
    const RateTable rates{{}, "d", kActions};
    Exchange exchange;
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(rates.admit(tenant, 0, exchange));
    EXPECT_TRUE(exchange.admitted);
}

TEST(RateTable, is_off_when_told) {
    const RateTable rates{{.rate = RateMode::off}, "d", kActions};
    EXPECT_EQ(rates.per_second(0), 0u);
}

TEST(RateTable, takes_overrides_of_its_dialect) {
    Settings settings{.rate = RateMode::map, .rates = {{"d", "*", 7}, {"d", "Free", 9}, {"other", "Slow", 1}}};
    const RateTable rates{settings, "d", kActions};
    EXPECT_EQ(rates.per_second(0), 7u);
    EXPECT_EQ(rates.per_second(1), 9u);
}

TEST(RateTable, keeps_the_vendors_number_where_the_map_is_silent) {
    const RateTable rates{{.rate = RateMode::map}, "d", kActions};
    EXPECT_EQ(rates.per_second(0), 2u);
}

TEST(RateTable, refuses_an_override_of_an_action_that_is_not_there) {
    const Settings settings{.rate = RateMode::map, .rates = {{"d", "Nothing", 7}}};
    EXPECT_THROW((RateTable{settings, "d", kActions}), UserError);
}

TEST(RateTable, each_of_many_tenants_keeps_its_bucket) {
    const RateTable rates{{}, "d", kActions};
    for (std::uint64_t tenant = 1; tenant <= 1000; ++tenant) EXPECT_EQ(admitted(rates, tenant, 0, kOneSecond, 1), 1);
    for (std::uint64_t tenant = 1; tenant <= 1000; ++tenant) EXPECT_EQ(admitted(rates, tenant, 0, kOneSecond), 1);
}

// The first requests of a tenant make its buckets, and all of them use the same.
TEST(RateTable, threads_that_come_first_at_once_get_no_more_than_the_limit) {
    constexpr int kThreads = 8;
    const RateTable rates{{}, "d", kActions};
    constexpr std::size_t kTenants = 200;
    std::vector<std::atomic<int>> taken(kTenants);
    std::barrier start{kThreads};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                for (std::size_t tenant = 0; tenant < kTenants; ++tenant) {
                    start.arrive_and_wait();
                    taken[tenant] += admitted(rates, tenant + 1, 0, kOneSecond, 1);
                }
            });
        }
    }
    for (const auto& one : taken) EXPECT_EQ(one, 2);
}

}  // namespace
}  // namespace tandem::api
