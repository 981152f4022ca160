#include "tandem/base/small_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace tandem {
namespace {

constexpr std::size_t kMost = SmallPool::kMostBytes;

// An object that is filled with a byte of its own.
struct Piece {
    void* memory;
    std::size_t bytes;
    unsigned char mark;

    Piece(SmallPool& pool, std::size_t size, unsigned char fill)
        : memory(pool.allocate(size)), bytes(size), mark(fill) {
        std::memset(memory, mark, bytes);
    }
    [[nodiscard]] bool is_intact() const {
        const auto* at = static_cast<const unsigned char*>(memory);
        return std::all_of(at, at + bytes, [this](unsigned char byte) { return byte == mark; });
    }
};

TEST(SmallPool, gives_every_size_its_own_memory) {
    SmallPool pool;
    std::vector<Piece> pieces;
    for (std::size_t bytes = 0; bytes <= kMost + 1; ++bytes)
        pieces.emplace_back(pool, bytes, static_cast<unsigned char>(bytes));
    for (const Piece& piece : pieces) {
        EXPECT_TRUE(piece.is_intact()) << piece.bytes;
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(piece.memory) % 8, 0U) << piece.bytes;
    }
    for (const Piece& piece : pieces) pool.free(piece.memory, piece.bytes);
}

TEST(SmallPool, what_is_freed_is_used_again) {
    SmallPool pool;
    void* const first = pool.allocate(20);
    pool.free(first, 20);
    void* const second = pool.allocate(24);  // of the same kind
    EXPECT_EQ(second, first);
    pool.free(second, 24);
}

TEST(SmallPool, costs_little_more_than_what_is_asked_for) {
    SmallPool pool;
    constexpr std::size_t kCount = 100'000;
    constexpr std::size_t kPieceBytes = 104;
    std::vector<void*> all(kCount);
    for (void*& one : all) one = pool.allocate(kPieceBytes);
    EXPECT_LT(pool.held_bytes(), kCount * kPieceBytes + kCount * kPieceBytes / 50);
    for (void* one : all) pool.free(one, kPieceBytes);
}

TEST(SmallPool, gives_back_what_is_empty) {
    SmallPool pool;
    std::vector<void*> all(100'000);
    for (void*& one : all) one = pool.allocate(32);
    const std::size_t full = pool.held_bytes();
    for (void* one : all) pool.free(one, 32);
    EXPECT_LT(pool.held_bytes(), full / 10);
}

TEST(SmallPool, larger_ones_are_not_its_own) {
    SmallPool pool;
    void* const large = pool.allocate(kMost + 1);
    EXPECT_EQ(pool.held_bytes(), 0U);
    pool.free(large, kMost + 1);
}

// Comes and goes at random: what is there stays intact.
void churn(SmallPool& pool, unsigned seed, bool& intact) {
    std::mt19937 random{seed};
    std::vector<Piece> held;
    for (int step = 0; step < 50'000; ++step) {
        if (held.empty() || random() % 5 < 3) {
            held.emplace_back(pool, random() % (kMost + 8), static_cast<unsigned char>(random()));
            continue;
        }
        std::swap(held[random() % held.size()], held.back());
        intact = intact && held.back().is_intact();
        pool.free(held.back().memory, held.back().bytes);
        held.pop_back();
    }
    for (const Piece& piece : held) {
        intact = intact && piece.is_intact();
        pool.free(piece.memory, piece.bytes);
    }
}

TEST(SmallPool, serves_many_threads) {
    SmallPool pool;
    constexpr unsigned kThreads = 4;
    bool intact[kThreads] = {true, true, true, true};
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { churn(pool, i, intact[i]); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::ranges::count(intact, true), kThreads);
}

TEST(SmallPool, the_process_has_one) {
    void* const memory = allocate_small(40);
    std::memset(memory, 1, 40);
    free_small(memory, 40);
}

}  // namespace
}  // namespace tandem
