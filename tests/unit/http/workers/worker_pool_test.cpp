#include "workers/worker_pool.hpp"

#include "echo_dialect.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace tandem::http {
namespace {

using api::Place;

constexpr Flow kOne{1};
constexpr Flow kTwo{2};
constexpr Flow kThree{3};

LaneOptions lane(unsigned threads, std::size_t queue) {
    return {.thread_name = "lane",
            .threads = threads,
            .most_of_a_flow = threads,
            .queue = queue,
            .patience = std::chrono::seconds{60}};
}

TEST(WorkerLane, runs_a_job_on_another_thread) {
    WorkerLane pool{lane(2, 10)};
    std::promise<std::thread::id> done;
    ASSERT_TRUE(pool.submit(kOne, [&](Turn) { done.set_value(std::this_thread::get_id()); }));
    EXPECT_NE(done.get_future().get(), std::this_thread::get_id());
}

TEST(WorkerLane, runs_as_many_jobs_at_once_as_it_has_threads) {
    test::Gate gate;
    WorkerLane pool{lane(3, 0)};
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.submit(kOne, [&](Turn) { gate.pass(); }));
    gate.wait_for(3);
    gate.open();
}

TEST(WorkerLane, keeps_threads_for_others_than_one_flow) {
    test::Gate gate;
    test::Gate other_gate;
    LaneOptions options = lane(3, 10);
    options.most_of_a_flow = 2;
    WorkerLane pool{options};
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(pool.submit(kOne, [&](Turn) { gate.pass(); }));
    gate.wait_for(2);
    ASSERT_TRUE(pool.submit(kTwo, [&](Turn) { other_gate.pass(); }));
    other_gate.wait_for(1);
    other_gate.open();
    gate.open();
}

struct BusyLane : testing::Test {
    explicit BusyLane(LaneOptions options = lane(1, 6)) : pool_(options) {
        EXPECT_TRUE(pool_.submit(kOne, [&](Turn) { gate_.pass(); }));
        gate_.wait_for(1);
    }
    ~BusyLane() override { gate_.open(); }
    // How many more jobs of the flow are taken.
    int fill(const Flow& flow) {
        int taken = 0;
        while (pool_.submit(flow, [](Turn) {})) ++taken;
        return taken;
    }

    test::Gate gate_;
    WorkerLane pool_;
};

TEST_F(BusyLane, takes_half_of_its_queue_from_one_flow) { EXPECT_EQ(fill(kOne), 3); }

TEST_F(BusyLane, has_room_for_a_flow_that_comes_anew) {
    fill(kOne);
    EXPECT_EQ(fill(kTwo), 2);
    EXPECT_EQ(fill(kThree), 1);
    EXPECT_EQ(fill({4}), 0);
}

TEST_F(BusyLane, leaves_a_job_that_it_does_not_take_to_its_owner) {
    fill(kOne);
    bool ran = false;
    Job job = [&](Turn) { ran = true; };
    ASSERT_FALSE(pool_.submit(kOne, std::move(job)));
    job(Turn::run);  // NOLINT(bugprone-use-after-move): that is the promise
    EXPECT_TRUE(ran);
}

TEST_F(BusyLane, drops_waiting_jobs_when_it_stops) {
    std::atomic<bool> ran = false;
    std::shared_ptr<void> opens_when_dropped{nullptr, [&](void*) { gate_.open(); }};
    ASSERT_TRUE(pool_.submit(kOne, [&ran, held = std::move(opens_when_dropped)](Turn) { ran = true; }));
    pool_.stop();
    EXPECT_FALSE(ran);
}

TEST_F(BusyLane, takes_nothing_after_it_has_stopped) {
    gate_.open();
    pool_.stop();
    EXPECT_FALSE(pool_.submit(kTwo, [](Turn) {}));
}

struct ImpatientLane : BusyLane {
    static LaneOptions options() {
        LaneOptions options = lane(1, 6);
        options.patience = std::chrono::milliseconds{0};
        return options;
    }
    ImpatientLane() : BusyLane(options()) {}
};

TEST_F(ImpatientLane, tells_a_job_that_it_waited_too_long) {
    std::promise<Turn> turn;
    ASSERT_TRUE(pool_.submit(kOne, [&](Turn given) { turn.set_value(given); }));
    gate_.open();
    EXPECT_EQ(turn.get_future().get(), Turn::too_late);
}

struct BusyPool : testing::Test {
    ~BusyPool() override { gate_.open(); }
    void occupy(Place place) {
        for (int i = 0; i < 10; ++i) ASSERT_TRUE(pool_.submit(place, kOne, [&](Turn) { gate_.pass(); }));
    }
    // Returns when it has run.
    void run(Place place, const Flow& flow) {
        const auto done = std::make_shared<std::promise<void>>();
        ASSERT_TRUE(pool_.submit(place, flow, [done](Turn) { done->set_value(); }));
        done->get_future().wait();
    }

    test::Gate gate_;
    WorkerPool pool_{{.workers = 4, .processors = 1, .queue = 100, .patience = std::chrono::seconds{60}}};
};

TEST_F(BusyPool, lets_no_kind_of_work_wait_for_a_longer_kind) {
    occupy(Place::generator);
    run(Place::calculator, kOne);
    occupy(Place::calculator);
    run(Place::worker, kOne);
}

TEST_F(BusyPool, has_a_thread_for_another_flow_whatever_the_kind) {
    for (const Place place : {Place::generator, Place::calculator, Place::worker}) {
        occupy(place);
        run(place, kTwo);
    }
}

}  // namespace
}  // namespace tandem::http
