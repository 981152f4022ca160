#include "limits/connection_counts.hpp"

#include <gtest/gtest.h>

namespace tandem::http {
namespace {

constexpr Peer kFirst{{1}, true};
constexpr Peer kSecond{{2}, true};

TEST(ConnectionCounts, counts_all_and_those_of_a_peer) {
    ConnectionCounts counts;
    counts.add(kFirst);
    counts.add(kSecond);
    const auto totals = counts.add(kFirst);
    EXPECT_EQ(totals.open, 3U);
    EXPECT_EQ(totals.of_peer, 2U);
}

TEST(ConnectionCounts, forgets_what_ended_but_not_that_it_was) {
    ConnectionCounts counts;
    counts.add(kFirst);
    counts.remove(kFirst);
    EXPECT_EQ(counts.open(), 0U);
    EXPECT_EQ(counts.total(), 1U);
    EXPECT_EQ(counts.add(kFirst).of_peer, 1U);
}

TEST(ConnectionCounts, counts_exempt_peers_in_the_total_alone) {
    ConnectionCounts counts;
    const auto totals = counts.add(Peer{});
    EXPECT_EQ(totals.open, 1U);
    EXPECT_EQ(totals.of_peer, 0U);
}

}  // namespace
}  // namespace tandem::http
