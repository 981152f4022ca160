#include "faults/turns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace tandem::standin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kSetAt = 1'000 * kSecond;
constexpr std::int64_t kMillisecond = 1'000'000;

class Turns : public testing::Test {
  protected:
    void set(FaultTurn turn, std::uint64_t seed = 7, std::uint64_t place = 0) {
        turns_.emplace(std::move(turn), Chance{seed, place}, kSetAt);
    }
    bool fires(std::int64_t after = 0) { return turns_->take(kSetAt + after).has_value(); }
    // The numbers of those among `count` requests that fire.
    std::vector<int> fired(int count) {
        std::vector<int> numbers;
        for (int i = 1; i <= count; ++i)
            if (fires()) numbers.push_back(i);
        return numbers;
    }
    bool spent(std::int64_t after = 0) const { return turns_->counts(kSetAt + after).spent; }

    std::optional<FaultTurns> turns_;
};

TEST_F(Turns, without_a_condition_is_always) {
    set({});
    EXPECT_EQ(fired(3), (std::vector{1, 2, 3}));
    EXPECT_FALSE(spent());
}

TEST_F(Turns, counts_what_matched_and_what_fired) {
    set({.nth = {{2, 2}, {9, 9}}});
    fired(3);
    const FaultCounts counts = turns_->counts(kSetAt);
    EXPECT_EQ(counts.matched, 3u);
    EXPECT_EQ(counts.fired, 1u);
    EXPECT_FALSE(counts.spent);
}

TEST_F(Turns, next_fires_so_often_and_is_spent) {
    set({.next = 2});
    EXPECT_FALSE(spent());
    EXPECT_EQ(fired(1), std::vector{1});
    EXPECT_FALSE(spent());
    EXPECT_EQ(fired(5), std::vector{1});
    EXPECT_TRUE(spent());
}

TEST_F(Turns, next_fires_so_often_however_many_ask_at_once) {
    set({.next = 10});
    std::atomic<int> total{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 50; ++j) total += fires() ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(total, 10);
}

TEST_F(Turns, nth_is_from_its_first_to_its_last) {
    set({.nth = {{3, 5}}});
    EXPECT_EQ(fired(4), (std::vector{3, 4}));
    EXPECT_FALSE(spent());
    EXPECT_EQ(fired(4), std::vector{1});
    EXPECT_TRUE(spent());
}

TEST_F(Turns, nth_may_be_a_list) {
    set({.nth = {{1, 1}, {4, 5}}});
    EXPECT_EQ(fired(6), (std::vector{1, 4, 5}));
}

TEST_F(Turns, a_window_has_its_first_moment_and_not_its_last) {
    set({.window = FaultTurn::Window{.from = seconds{10}, .to = seconds{40}}});
    EXPECT_FALSE(fires(10 * kSecond - 1));
    EXPECT_TRUE(fires(10 * kSecond));
    EXPECT_TRUE(fires(40 * kSecond - 1));
    EXPECT_FALSE(spent(40 * kSecond - 1));
    EXPECT_FALSE(fires(40 * kSecond));
    EXPECT_TRUE(spent(40 * kSecond));
}

TEST_F(Turns, a_window_may_have_no_end) {
    set({.window = FaultTurn::Window{.from = seconds{10}}});
    EXPECT_FALSE(fires());
    EXPECT_TRUE(fires(100'000 * kSecond));
}

TEST_F(Turns, a_rate_lets_one_second_s_worth_pass_and_fires_above) {
    set({.over_per_second = 3});
    EXPECT_EQ(fired(5), (std::vector{4, 5}));
    EXPECT_FALSE(fires(334 * kMillisecond));  // one has come back
    EXPECT_TRUE(fires(334 * kMillisecond));
}

TEST_F(Turns, a_probability_repeats_with_its_seed) {
    set({.probability = 0.3}, 7);
    const auto first = fired(100);
    set({.probability = 0.3}, 7);
    EXPECT_EQ(fired(100), first);
    set({.probability = 0.3}, 8);
    EXPECT_NE(fired(100), first);
    set({.probability = 0.3}, 7, 1);
    EXPECT_NE(fired(100), first) << "rules of one document draw for themselves";
}

// A published document with this seed must not change its meaning.
TEST_F(Turns, a_probability_draws_the_same_in_every_release) {
    set({.probability = 0.2}, 7);
    EXPECT_EQ(fired(20), (std::vector{2, 4, 7, 11, 14, 15, 17}));
}

TEST_F(Turns, a_probability_comes_as_often_as_it_says) {
    set({.probability = 0.2});
    const auto count = fired(10'000).size();
    EXPECT_GT(count, 1'850u);
    EXPECT_LT(count, 2'150u);
}

TEST_F(Turns, a_probability_of_nought_is_never_and_of_one_always) {
    set({.probability = 0.0});
    EXPECT_TRUE(fired(1'000).empty());
    set({.probability = 1.0});
    EXPECT_EQ(fired(1'000).size(), 1'000u);
}

TEST_F(Turns, conditions_hold_together) {
    set({.next = 2, .nth = {{3, 7}}});
    EXPECT_EQ(fired(10), (std::vector{3, 4}));
}

TEST_F(Turns, next_is_not_used_up_outside_of_the_window) {
    set({.next = 1, .window = FaultTurn::Window{.from = seconds{10}}});
    EXPECT_FALSE(fires(0));
    EXPECT_TRUE(fires(10 * kSecond));
    EXPECT_FALSE(fires(11 * kSecond));
}

}  // namespace
}  // namespace tandem::standin
