#include "tandem/api/rate.hpp"

#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

constexpr std::array<VendorRate, 2> kActions{{{"Slow", 2}, {"Free", 0}}};
constexpr std::int64_t kOneSecond = 1'000'000'000;

// How many requests at one moment are let through, at most `limit`.
int admitted(const RateTable& rates, const store::Tenant& tenant, std::size_t action, std::int64_t ticks,
             int limit = 50) {
    for (int count = 0; count < limit; ++count) {
        Exchange exchange;
        exchange.request.arrived_ticks = ticks;
        if (!rates.admit(tenant, action, exchange)) return count;
    }
    return limit;
}

TEST(RateTable, lets_the_vendors_number_through) {
    const store::Tenant tenant;
    const RateTable rates{{}, "d", kActions, 3};
    EXPECT_EQ(admitted(rates, tenant, 0, 10 * kOneSecond), 2);
    EXPECT_EQ(admitted(rates, tenant, 0, 10 * kOneSecond), 0);
    EXPECT_EQ(admitted(rates, tenant, 0, 11 * kOneSecond), 2);
    EXPECT_EQ(admitted(rates, tenant, 1, 10 * kOneSecond), 50);
}

TEST(RateTable, has_a_bucket_for_each_tenant_and_action) {
    const store::Tenant one;
    const store::Tenant other;
    const RateTable rates{{}, "d", kActions, 0};
    EXPECT_EQ(admitted(rates, one, 0, kOneSecond), 2);
    EXPECT_EQ(admitted(rates, other, 0, kOneSecond), 2);
}

TEST(RateTable, takes_once_an_exchange) {
    const store::Tenant tenant;
    const RateTable rates{{}, "d", kActions, 0};
    Exchange exchange;
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(rates.admit(tenant, 0, exchange));
    EXPECT_TRUE(exchange.admitted);
}

TEST(RateTable, is_off_when_told) {
    const RateTable rates{{.rate = RateMode::off}, "d", kActions, 0};
    EXPECT_EQ(rates.per_second(0), 0u);
}

TEST(RateTable, takes_overrides_of_its_dialect) {
    Settings settings{.rate = RateMode::map, .rates = {{"d", "*", 7}, {"d", "Free", 9}, {"other", "Slow", 1}}};
    const RateTable rates{settings, "d", kActions, 0};
    EXPECT_EQ(rates.per_second(0), 7u);
    EXPECT_EQ(rates.per_second(1), 9u);
}

TEST(RateTable, keeps_the_vendors_number_where_the_map_is_silent) {
    const RateTable rates{{.rate = RateMode::map}, "d", kActions, 0};
    EXPECT_EQ(rates.per_second(0), 2u);
}

TEST(RateTable, refuses_an_override_of_an_action_that_is_not_there) {
    const Settings settings{.rate = RateMode::map, .rates = {{"d", "Nothing", 7}}};
    EXPECT_THROW((RateTable{settings, "d", kActions, 0}), UserError);
}

TEST(RateTable, refuses_more_actions_than_there_are_buckets) {
    EXPECT_THROW((RateTable{{}, "d", kActions, store::kRateSlots - 1}), UserError);
}

}  // namespace
}  // namespace tandem::api
