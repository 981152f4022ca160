#include "worker_pool.hpp"

#include "echo_dialect.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace tandem::http {
namespace {

TEST(WorkerPool, runs_a_job_on_another_thread) {
    WorkerPool pool{2, 10};
    std::promise<std::thread::id> done;
    ASSERT_TRUE(pool.submit([&] { done.set_value(std::this_thread::get_id()); }));
    EXPECT_NE(done.get_future().get(), std::this_thread::get_id());
}

TEST(WorkerPool, runs_as_many_jobs_at_once_as_it_has_threads) {
    test::Gate gate;
    WorkerPool pool{3, 0};
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.submit([&] { gate.pass(); }));
    gate.wait_for(3);
    gate.open();
}

TEST(WorkerPool, refuses_a_job_over_its_queue) {
    test::Gate gate;
    WorkerPool pool{1, 2};
    ASSERT_TRUE(pool.submit([&] { gate.pass(); }));
    gate.wait_for(1);
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_FALSE(pool.submit([] {}));
    gate.open();
}

TEST(WorkerPool, drops_waiting_jobs_when_it_stops) {
    test::Gate gate;
    std::atomic<bool> ran = false;
    WorkerPool pool{1, 10};
    ASSERT_TRUE(pool.submit([&] { gate.pass(); }));
    gate.wait_for(1);
    std::shared_ptr<void> opens_when_dropped{nullptr, [&](void*) { gate.open(); }};
    ASSERT_TRUE(pool.submit([&ran, held = std::move(opens_when_dropped)] { ran = true; }));
    pool.stop();
    EXPECT_FALSE(ran);
}

TEST(WorkerPool, takes_nothing_after_it_has_stopped) {
    WorkerPool pool{1, 10};
    pool.stop();
    EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace tandem::http
