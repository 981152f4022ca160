#include "index/ordered_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::IsNull;
using testing::NotNull;

struct Number {
    int value = 0;
    int print = 0;  // tells equal ones apart
};
struct Smaller {
    bool operator()(const Number& a, const Number& b) const noexcept { return a.value < b.value; }
};
using Owner = std::unique_ptr<const Number>;
using Numbers = OrderedEntries<Owner, Smaller>;

constexpr int kChunk = static_cast<int>(SortedChunks<Owner, Smaller>::kChunk);
constexpr auto kDescending = Direction::descending;

std::vector<int> values(const std::vector<const Number*>& entries) {
    std::vector<int> found;
    for (const Number* entry : entries) found.push_back(entry->value);
    return found;
}
std::vector<int> from_to(int first, int last) {
    std::vector<int> all(static_cast<std::size_t>(last - first + 1));
    std::iota(all.begin(), all.end(), first);
    return all;
}
std::vector<int> reversed(std::vector<int> all) {
    std::ranges::reverse(all);
    return all;
}
std::vector<int> shuffled(std::vector<int> all) {
    std::ranges::shuffle(all, std::mt19937{1});
    return all;
}

void put_all(Numbers& numbers, const std::vector<int>& all) {
    for (const int value : all) ASSERT_THAT(numbers.put(std::make_unique<const Number>(value)), IsNull());
}
std::unique_ptr<Numbers> holding(const std::vector<int>& all) {
    auto numbers = std::make_unique<Numbers>();
    put_all(*numbers, all);
    return numbers;
}
Owner take(Numbers& numbers, int value) { return numbers.take(Number{value}); }

// ---- changes ----

TEST(OrderedEntries, displace_the_equal_entry_in_its_place) {
    const auto numbers = holding({1, 2, 3});
    const Owner displaced = numbers->put(std::make_unique<const Number>(2, 1));
    EXPECT_EQ(displaced->print, 0);
    EXPECT_EQ(numbers->list()[1]->print, 1);
    EXPECT_EQ(numbers->size(), 3u);
}

TEST(OrderedEntries, displace_an_entry_from_another_place) {
    const auto numbers = holding({1, 2, 3});
    const Number* before = numbers->list()[0];
    const Owner displaced = numbers->put(std::make_unique<const Number>(4), before);
    EXPECT_EQ(displaced.get(), before);
    EXPECT_THAT(values(numbers->list()), ElementsAre(2, 3, 4));
}

TEST(OrderedEntries, take_out_only_what_is_there) {
    const auto numbers = holding({1, 3});
    EXPECT_THAT(take(*numbers, 0), IsNull());
    EXPECT_THAT(take(*numbers, 2), IsNull());
    EXPECT_THAT(take(*numbers, 4), IsNull());
    EXPECT_THAT(take(*numbers, 3), NotNull());
    EXPECT_THAT(values(numbers->list()), ElementsAre(1));
}

TEST(OrderedEntries, may_be_owned_by_others) {
    const Number one{1};
    const Number two{2};
    OrderedEntries<const Number*, Smaller> numbers;
    EXPECT_THAT(numbers.put(&two), IsNull());
    EXPECT_THAT(numbers.put(&one), IsNull());
    EXPECT_THAT(numbers.list(), ElementsAre(&one, &two));
    EXPECT_EQ(numbers.take(one), &one);
    EXPECT_THAT(numbers.list(), ElementsAre(&two));
}

TEST(OrderedEntries, share_what_they_share_the_ownership_of) {
    OrderedEntries<std::shared_ptr<const Number>, Smaller> numbers;
    std::ignore = numbers.put(std::make_shared<const Number>(1));
    EXPECT_EQ(numbers.share(Number{1}).get(), numbers.list().front());
    EXPECT_THAT(numbers.share(Number{2}), IsNull());
}

TEST(OrderedEntries, are_in_order_around_the_end_of_a_chunk) {
    for (const int count : {kChunk - 1, kChunk, kChunk + 1, 2 * kChunk - 1, 2 * kChunk, 2 * kChunk + 1}) {
        const auto all = from_to(1, count);
        for (const auto& load : {all, reversed(all), shuffled(all)}) {
            EXPECT_THAT(values(holding(load)->list()), ElementsAreArray(all)) << count;
        }
    }
}

TEST(OrderedEntries, take_one_more_anywhere_in_full_chunks) {
    std::vector<int> even;
    for (int value = 0; value < 3 * kChunk; ++value) even.push_back(2 * value);
    for (int odd = -1; odd <= 6 * kChunk; odd += 22) {
        const auto numbers = holding(even);
        put_all(*numbers, {odd});
        auto expected = even;
        expected.insert(std::ranges::lower_bound(expected, odd), odd);
        ASSERT_THAT(values(numbers->list()), ElementsAreArray(expected)) << odd;
    }
}

TEST(OrderedEntries, are_none_after_the_last_was_taken) {
    const auto all = from_to(1, 4 * kChunk);
    for (const auto& order : {all, reversed(all), shuffled(all)}) {
        const auto numbers = holding(all);
        for (const int value : order) ASSERT_THAT(take(*numbers, value), NotNull());
        EXPECT_EQ(numbers->size(), 0u);
        EXPECT_THAT(numbers->list(), IsEmpty());
        put_all(*numbers, {7});
        EXPECT_THAT(values(numbers->list()), ElementsAre(7));
    }
}

TEST(OrderedEntries, do_as_a_set_does_over_many_random_changes) {
    constexpr int kValues = 6 * kChunk;
    std::mt19937 random{1};
    Numbers numbers;
    std::set<int> model;
    for (int round = 0; round < 40'000; ++round) {
        const int value = static_cast<int>(random() % kValues);
        const bool grows = round / 10'000 % 2 == 0;  // up and down, so that chunks split and merge
        if (random() % 4 < (grows ? 3 : 1)) {
            const Owner displaced = numbers.put(std::make_unique<const Number>(value, round));
            ASSERT_EQ(displaced == nullptr, model.insert(value).second);
        } else {
            ASSERT_EQ(take(numbers, value) != nullptr, model.erase(value) == 1);
        }
        ASSERT_EQ(numbers.size(), model.size());
        if (round % 500 != 0) continue;
        ASSERT_THAT(values(numbers.list()), ElementsAreArray(model));
    }
    EXPECT_THAT(values(numbers.list()), ElementsAreArray(model));
}

// ---- memory ----

class MemoryOfOrderedEntries : public testing::Test {
  protected:
    static constexpr int kMany = 20'000;
    static double bytes_an_entry(const Numbers& numbers) {
        return static_cast<double>(numbers.allocated_bytes()) / static_cast<double>(numbers.size());
    }
};

TEST_F(MemoryOfOrderedEntries, is_little_more_than_a_pointer_each_after_a_load_in_order) {
    EXPECT_LT(bytes_an_entry(*holding(from_to(1, kMany))), 8.5);
    EXPECT_LT(bytes_an_entry(*holding(reversed(from_to(1, kMany)))), 8.5);
}

TEST_F(MemoryOfOrderedEntries, is_at_most_half_as_much_again_after_a_load_in_any_order) {
    EXPECT_LT(bytes_an_entry(*holding(shuffled(from_to(1, kMany)))), 12);
}

TEST_F(MemoryOfOrderedEntries, stays_so_when_new_ones_come_before_a_random_load) {
    const auto numbers = holding(shuffled(from_to(1, kMany)));
    put_all(*numbers, reversed(from_to(-kMany, 0)));
    EXPECT_LT(bytes_an_entry(*numbers), 12);
}

TEST_F(MemoryOfOrderedEntries, goes_back_with_the_entries) {
    const auto numbers = holding(from_to(1, kMany));
    for (const int value : shuffled(from_to(101, kMany))) take(*numbers, value);
    EXPECT_LT(numbers->allocated_bytes(), 16'384u);
}

TEST_F(MemoryOfOrderedEntries, is_a_pointer_for_a_single_one_and_its_chunk) {
    EXPECT_EQ(holding({1})->allocated_bytes(), sizeof(Owner) + sizeof(std::vector<Owner>));
}

// ---- slices ----

class SlicesOfOrderedEntries : public testing::TestWithParam<int> {
  protected:
    // 2, 4, ... 2n
    const int count_ = GetParam();
    const std::vector<int> all_ = [this] {
        auto all = from_to(1, count_);
        for (int& value : all) value *= 2;
        return all;
    }();
    const std::unique_ptr<Numbers> numbers_ = holding(shuffled(all_));

    static std::vector<int> cut(const std::vector<int>& all, std::size_t offset, std::size_t limit) {
        const auto first = std::min(offset, all.size());
        const auto last = first + std::min(limit, all.size() - first);
        return {all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last)};
    }
    std::vector<int> after(int mark, std::size_t limit, Direction direction = Direction::ascending) {
        const Number entry{mark};
        return values(numbers_->slice_after(&entry, limit, direction));
    }
    std::vector<int> visited(Direction direction, std::size_t most) {
        std::vector<int> found;
        numbers_->visit(direction, [&](const Number& entry) {
            found.push_back(entry.value);
            return found.size() < most;
        });
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(Sizes, SlicesOfOrderedEntries,
                         testing::Values(1, 2, kChunk - 1, kChunk, kChunk + 1, 5 * kChunk));

TEST_P(SlicesOfOrderedEntries, are_cut_at_any_offset_in_both_directions) {
    const auto size = all_.size();
    for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, size / 2, size - 1, size, size + 1, SIZE_MAX}) {
        EXPECT_EQ(values(numbers_->slice(offset, 2)), cut(all_, offset, 2)) << offset;
        EXPECT_EQ(values(numbers_->slice(offset, 2, kDescending)), cut(reversed(all_), offset, 2)) << offset;
    }
}

TEST_P(SlicesOfOrderedEntries, are_as_long_as_asked_or_as_there_are) {
    const auto size = all_.size();
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, size - 1, size, size + 1, SIZE_MAX}) {
        EXPECT_EQ(values(numbers_->slice(0, limit)), cut(all_, 0, limit)) << limit;
        EXPECT_EQ(values(numbers_->slice(0, limit, kDescending)), cut(reversed(all_), 0, limit)) << limit;
    }
}

TEST_P(SlicesOfOrderedEntries, come_after_a_mark_that_is_there_or_not) {
    for (const int mark : {0, 1, 2, 3, count_, count_ + 1, 2 * count_ - 1, 2 * count_, 2 * count_ + 1}) {
        const auto greater = std::ranges::upper_bound(all_, mark);
        EXPECT_EQ(after(mark, 3), cut({greater, all_.end()}, 0, 3)) << mark;
        const auto not_smaller = std::ranges::lower_bound(all_, mark);
        EXPECT_EQ(after(mark, 3, kDescending), cut(reversed({all_.begin(), not_smaller}), 0, 3)) << mark;
    }
}

TEST_P(SlicesOfOrderedEntries, after_no_mark_begin_at_the_first) {
    EXPECT_EQ(values(numbers_->slice_after(nullptr, 2)), cut(all_, 0, 2));
    EXPECT_EQ(values(numbers_->slice_after(nullptr, 2, kDescending)), cut(reversed(all_), 0, 2));
}

TEST_P(SlicesOfOrderedEntries, are_all_that_a_comparison_finds_equal) {
    const auto tens = [this](int ten) {
        return values(numbers_->list_equal([ten](const Number& entry) { return entry.value / 10 <=> ten; }));
    };
    for (const int ten : {-1, 0, 1, count_ / 10, count_ / 5, count_ / 5 + 1}) {
        std::vector<int> expected;
        std::ranges::copy_if(all_, std::back_inserter(expected), [ten](int value) { return value / 10 == ten; });
        EXPECT_EQ(tens(ten), expected) << ten;
    }
}

TEST_P(SlicesOfOrderedEntries, are_visited_one_by_one_until_it_is_enough) {
    const auto size = all_.size();
    for (const std::size_t most : {std::size_t{1}, size, size + 1}) {
        EXPECT_EQ(visited(Direction::ascending, most), cut(all_, 0, most)) << most;
        EXPECT_EQ(visited(kDescending, most), cut(reversed(all_), 0, most)) << most;
    }
}

TEST(SlicesOfNoEntries, are_empty) {
    const Numbers none;
    const Number mark{1};
    for (const auto direction : {Direction::ascending, kDescending}) {
        EXPECT_THAT(none.slice(0, 1, direction), IsEmpty());
        EXPECT_THAT(none.slice_after(nullptr, 1, direction), IsEmpty());
        EXPECT_THAT(none.slice_after(&mark, 1, direction), IsEmpty());
        none.visit(direction, [](const Number&) -> bool { throw std::logic_error{"there is nothing to visit"}; });
    }
    EXPECT_THAT(none.list_equal([](const Number& entry) { return entry.value <=> 1; }), IsEmpty());
}

TEST(VisitsOfOrderedEntries, go_on_where_they_were_when_entries_come_and_go) {
    const auto numbers = holding(from_to(1, 3 * kChunk));
    std::vector<Owner> taken;
    std::vector<int> seen;
    numbers->visit(Direction::ascending, [&](const Number& entry) {
        seen.push_back(entry.value);
        if (entry.value == kChunk) {  // between two copies: the place it is at goes, and one comes before it
            taken.push_back(take(*numbers, kChunk));
            taken.push_back(take(*numbers, kChunk + 1));
            put_all(*numbers, {0});
        }
        return true;
    });
    auto expected = from_to(1, 3 * kChunk);
    std::erase(expected, kChunk + 1);
    EXPECT_EQ(seen, expected);
}

}  // namespace
}  // namespace tandem::store
