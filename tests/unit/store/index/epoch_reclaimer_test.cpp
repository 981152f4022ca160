#include "index/epoch_reclaimer.hpp"

#include "store_test.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

namespace tandem::store {
namespace {

// Something to retire that tells whether it was freed.
struct Entry {
    std::shared_ptr<int> alive = std::make_shared<int>(0);
    std::weak_ptr<int> watch = alive;

    void retire_in(EpochReclaimer& reclaimer) { reclaimer.retire(std::move(alive)); }
    [[nodiscard]] bool is_freed() const { return watch.expired(); }
};

TEST(EpochReclaimer, frees_at_once_when_nobody_reads) {
    EpochReclaimer reclaimer;
    Entry entry;
    entry.retire_in(reclaimer);
    EXPECT_FALSE(entry.is_freed());
    EXPECT_FALSE(reclaimer.collect());
    EXPECT_TRUE(entry.is_freed());
}

TEST(EpochReclaimer, keeps_what_a_reader_may_still_see) {
    EpochReclaimer reclaimer;
    Entry entry;
    {
        const ReadGuard guard{reclaimer};
        entry.retire_in(reclaimer);
        EXPECT_TRUE(reclaimer.collect());
        EXPECT_TRUE(reclaimer.collect());
        EXPECT_FALSE(entry.is_freed());
    }
    EXPECT_FALSE(reclaimer.collect());
    EXPECT_TRUE(entry.is_freed());
}

TEST(EpochReclaimer, reader_that_began_later_holds_nothing_back) {
    EpochReclaimer reclaimer;
    Entry entry;
    std::optional<ReadGuard> early{std::in_place, reclaimer};
    entry.retire_in(reclaimer);
    reclaimer.collect();

    std::promise<void> begun;
    std::promise<void> end;
    std::thread late{[&, may_end = end.get_future()]() mutable {
        const ReadGuard guard{reclaimer};
        begun.set_value();
        may_end.wait();
    }};
    begun.get_future().wait();
    early.reset();

    reclaimer.collect();
    EXPECT_TRUE(entry.is_freed());
    end.set_value();
    late.join();
}

TEST(EpochReclaimer, nested_guards_end_with_the_outermost) {
    EpochReclaimer reclaimer;
    Entry entry;
    {
        const ReadGuard outer{reclaimer};
        entry.retire_in(reclaimer);
        {
            const ReadGuard inner{reclaimer};
        }
        reclaimer.collect();
        EXPECT_FALSE(entry.is_freed());
    }
    reclaimer.collect();
    EXPECT_TRUE(entry.is_freed());
}

TEST(EpochReclaimer, guards_of_two_reclaimers_do_not_mix) {
    EpochReclaimer one;
    EpochReclaimer other;
    Entry entry;
    const ReadGuard guard_of_other{other};
    {
        const ReadGuard guard_of_one{one};
    }
    entry.retire_in(one);
    one.collect();
    EXPECT_TRUE(entry.is_freed());

    Entry held;
    held.retire_in(other);
    other.collect();
    EXPECT_FALSE(held.is_freed());
}

TEST(EpochReclaimer, thread_may_end_before_or_after_its_reclaimer) {
    auto short_lived = std::make_unique<EpochReclaimer>();
    EpochReclaimer lasting;
    std::promise<void> used;
    std::promise<void> gone;
    std::thread reader{[&, is_gone = gone.get_future()]() mutable {
        {
            const ReadGuard guard{*short_lived};
        }
        {
            const ReadGuard guard{lasting};
        }
        used.set_value();
        is_gone.wait();
        const ReadGuard guard{lasting};
    }};
    used.get_future().wait();
    short_lived.reset();
    gone.set_value();
    reader.join();

    Entry entry;
    entry.retire_in(lasting);
    lasting.collect();
    EXPECT_TRUE(entry.is_freed());
}

TEST(EpochReclaimer, what_waits_is_freed_with_it) {
    Entry entry;
    {
        EpochReclaimer reclaimer;
        entry.retire_in(reclaimer);
    }
    EXPECT_TRUE(entry.is_freed());
}

}  // namespace
}  // namespace tandem::store
