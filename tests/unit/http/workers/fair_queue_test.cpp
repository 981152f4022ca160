#include "workers/fair_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tandem::http {
namespace {

using std::chrono::milliseconds;

constexpr unsigned kNoLimit = 1'000'000;

Flow flow(std::uint8_t number) { return {number}; }

struct FairQueueTest : testing::Test {
    explicit FairQueueTest(unsigned most_running = kNoLimit) : queue_(most_running) {}

    void push(std::uint8_t number, int count = 1) {
        for (int i = 0; i < count; ++i) queue_.push(flow(number), [](Turn) {}, {});
    }
    // Runs up to `count` jobs one after the other, each as long as `took` says, and returns whose they were.
    template <class Took>
    std::string run(int count, Took took) {
        std::string order;
        for (int i = 0; i < count; ++i) {
            const auto taken = queue_.take();
            if (!taken) break;
            order += static_cast<char>('0' + taken->flow[0]);
            queue_.finished(taken->flow, took(taken->flow[0]));
        }
        return order;
    }
    std::string run(int count) {
        return run(count, [](std::uint8_t) { return milliseconds{1}; });
    }

    FairQueue queue_;
};

TEST_F(FairQueueTest, gives_every_flow_its_turn_whatever_another_has_queued) {
    push(1, 100);
    push(2, 3);
    EXPECT_EQ(run(6), "121212");
}

TEST_F(FairQueueTest, is_first_in_first_out_within_a_flow) {
    std::string order;
    for (const char each : {'a', 'b', 'c'}) queue_.push(flow(1), [&order, each](Turn) { order += each; }, {});
    while (const auto taken = queue_.take()) taken->job(Turn::run);
    EXPECT_EQ(order, "abc");
}

TEST_F(FairQueueTest, gives_a_flow_of_longer_jobs_fewer_of_them) {
    push(1, 100);
    push(2, 100);
    const std::string order = run(44, [](std::uint8_t number) { return milliseconds{number == 1 ? 10 : 1}; });
    EXPECT_EQ(std::count(order.begin(), order.end(), '1'), 4);
}

TEST_F(FairQueueTest, charges_what_runs_before_it_has_ended) {
    push(1, 3);
    push(2, 3);
    std::string order;
    while (const auto taken = queue_.take()) order += static_cast<char>('0' + taken->flow[0]);
    EXPECT_EQ(order, "121212");
}

TEST_F(FairQueueTest, gives_no_credit_for_idleness) {
    push(1, 50);
    run(20);
    push(2, 50);
    EXPECT_EQ(run(6), "212121");
}

TEST_F(FairQueueTest, counts_what_waits) {
    push(1, 2);
    push(2, 1);
    EXPECT_EQ(queue_.waiting(), 3u);
    EXPECT_EQ(queue_.waiting(flow(1)), 2u);
    EXPECT_EQ(queue_.waiting(flow(3)), 0u);
    run(3);
    EXPECT_EQ(queue_.waiting(), 0u);
    EXPECT_FALSE(queue_.has_turn());
}

TEST_F(FairQueueTest, drops_what_waits_and_keeps_what_runs) {
    push(1, 3);
    const auto running = queue_.take();
    EXPECT_EQ(queue_.drop_waiting().size(), 2u);
    EXPECT_EQ(queue_.waiting(), 0u);
    EXPECT_FALSE(queue_.take());
    queue_.finished(running->flow, milliseconds{1});
    push(1);
    EXPECT_EQ(run(1), "1");
}

struct FairQueueOfTwo : FairQueueTest {
    FairQueueOfTwo() : FairQueueTest(2) {}
};

TEST_F(FairQueueOfTwo, runs_no_more_than_two_of_a_flow_at_once) {
    push(1, 5);
    const auto first = queue_.take();
    EXPECT_TRUE(queue_.take());
    EXPECT_FALSE(queue_.take());
    push(2);
    EXPECT_EQ(queue_.take()->flow, flow(2));
    queue_.finished(first->flow, milliseconds{1});
    EXPECT_EQ(queue_.take()->flow, flow(1));
    EXPECT_FALSE(queue_.take());
}

}  // namespace
}  // namespace tandem::http
