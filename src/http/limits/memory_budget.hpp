#pragma once
// One budget for all that connections make the server hold: buffers, TLS, sockets. Counted where it is lent, in bytes.

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace tandem::http {

// The whole of it. Shared by the I/O threads, each of which takes from it through a MemoryShare. Thread-safe.
class MemoryBudget {
  public:
    explicit MemoryBudget(std::size_t limit) noexcept : limit_(limit) {}

    [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
    [[nodiscard]] std::size_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

    // From 90 % on: no new body that would need memory of its own is read.
    [[nodiscard]] bool is_short() const noexcept { return used() >= part(90); }
    // From 95 % on: connections are closed until it is less.
    [[nodiscard]] bool is_critical() const noexcept { return used() >= part(95); }
    [[nodiscard]] bool is_exhausted() const noexcept { return used() >= limit_; }
    // Whether something of this size could ever have room.
    [[nodiscard]] bool could_hold(std::size_t size) const noexcept { return size < part(90); }

    void add(std::size_t size) noexcept { used_.fetch_add(size, std::memory_order_relaxed); }
    void remove(std::size_t size) noexcept { used_.fetch_sub(size, std::memory_order_relaxed); }

    void count_shed() noexcept { shed_.fetch_add(1, std::memory_order_relaxed); }
    void count_refused_body() noexcept { refused_bodies_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t shed() const noexcept { return shed_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t refused_bodies() const noexcept {
        return refused_bodies_.load(std::memory_order_relaxed);
    }

  private:
    [[nodiscard]] std::size_t part(std::size_t percent) const noexcept {
        return limit_ / 100 * percent + limit_ % 100 * percent / 100;
    }

    const std::size_t limit_;
    std::atomic<std::size_t> used_{0};
    std::atomic<std::uint64_t> shed_{0};
    std::atomic<std::uint64_t> refused_bodies_{0};
};

// Share that one thread has of a budget, taken in pieces: a request on an open connection lends and gives back without
// touching what the threads share. Used by one thread.
class MemoryShare {
  public:
    // `sharers` is how many shares the budget has: what they hold unused is at most a hundredth of it.
    MemoryShare(MemoryBudget& budget, unsigned sharers) noexcept;
    ~MemoryShare();
    MemoryShare(const MemoryShare&) = delete;
    MemoryShare& operator=(const MemoryShare&) = delete;

    // Always succeeds: who lends asks the budget before, or makes room behind.
    void lend(std::size_t size) noexcept {
        used_ += size;
        if (used_ > held_) take_more();
    }
    void give_back(std::size_t size) noexcept {
        used_ -= size;
        if (held_ - used_ > 2 * piece_) return_unused();
    }
    // Now, for who watches the budget.
    void return_unused() noexcept;

    [[nodiscard]] MemoryBudget& budget() const noexcept { return budget_; }
    [[nodiscard]] std::size_t used() const noexcept { return used_; }

  private:
    void take_more() noexcept;

    MemoryBudget& budget_;
    const std::size_t piece_;
    std::size_t used_ = 0;
    std::size_t held_ = 0;  // of the budget
};

}  // namespace tandem::http
