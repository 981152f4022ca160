#include "limits/memory_budget.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace tandem::http {
namespace {

TEST(MemoryBudget, is_short_from_90_percent_on) {
    MemoryBudget budget{1'000};
    budget.add(899);
    EXPECT_FALSE(budget.is_short());
    budget.add(1);
    EXPECT_TRUE(budget.is_short());
    EXPECT_FALSE(budget.is_critical());
}

TEST(MemoryBudget, is_critical_from_95_percent_on) {
    MemoryBudget budget{1'000};
    budget.add(949);
    EXPECT_FALSE(budget.is_critical());
    budget.add(1);
    EXPECT_TRUE(budget.is_critical());
    budget.remove(1);
    EXPECT_FALSE(budget.is_critical());
}

TEST(MemoryBudget, takes_parts_of_the_largest_limit) {
    constexpr std::size_t kLargest = ~std::size_t{0};
    MemoryBudget budget{kLargest};
    budget.add(kLargest / 10 * 8);
    EXPECT_FALSE(budget.is_short());
    budget.add(kLargest / 10 * 2);
    EXPECT_TRUE(budget.is_critical());
}

TEST(MemoryShare, takes_what_it_lends_from_the_budget_in_pieces) {
    MemoryBudget budget{300'000};
    MemoryShare share{budget, 1};  // of 1,000 bytes
    share.lend(10);
    EXPECT_EQ(budget.used(), 1'010U);
    share.lend(1'000);
    EXPECT_EQ(budget.used(), 1'010U);
    share.lend(1);
    EXPECT_EQ(budget.used(), 2'011U);
}

TEST(MemoryShare, keeps_two_pieces_of_what_comes_back) {
    MemoryBudget budget{300'000};
    MemoryShare share{budget, 1};
    share.lend(5'000);
    share.give_back(1'000);
    EXPECT_EQ(budget.used(), 6'000U);
    share.give_back(1);
    EXPECT_EQ(budget.used(), 3'999U);
}

TEST(MemoryShare, returns_what_it_does_not_use_when_asked) {
    MemoryBudget budget{300'000};
    MemoryShare share{budget, 1};
    share.lend(10);
    share.return_unused();
    EXPECT_EQ(budget.used(), 10U);
}

TEST(MemoryShare, returns_everything_at_its_end) {
    MemoryBudget budget{300'000};
    {
        MemoryShare share{budget, 1};
        share.lend(70'000);
    }
    EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryShare, holds_little_unused_however_many_there_are) {
    constexpr unsigned kSharers = 64;
    MemoryBudget budget{8 * 1024 * 1024};
    std::vector<std::unique_ptr<MemoryShare>> shares;
    for (unsigned i = 0; i < kSharers; ++i) {
        shares.push_back(std::make_unique<MemoryShare>(budget, kSharers));
        shares.back()->lend(100'000);
        shares.back()->give_back(99'999);
    }
    EXPECT_LE(budget.used(), kSharers + budget.limit() / 100);
}

}  // namespace
}  // namespace tandem::http
