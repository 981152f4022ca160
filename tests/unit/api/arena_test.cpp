#include "tandem/api/arena.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace tandem::api {
namespace {

TEST(Arena, gives_distinct_aligned_memory) {
    Arena arena;
    void* const a = arena.allocate(3, 1);
    void* const b = arena.allocate(8, 8);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b) % 8, 0U);
    EXPECT_GE(static_cast<char*>(b) - static_cast<char*>(a), 3);
}

TEST(Arena, serves_more_than_its_inline_buffer) {
    Arena arena;
    std::vector<MutableBytes> pieces;
    for (int i = 0; i < 200; ++i) {
        pieces.push_back(arena.bytes(1000));
        std::fill(pieces.back().begin(), pieces.back().end(), static_cast<std::uint8_t>(i));
    }
    for (int i = 0; i < 200; ++i) {
        EXPECT_TRUE(std::all_of(pieces[i].begin(), pieces[i].end(), [&](auto b) { return b == i % 256; })) << i;
    }
}

TEST(Arena, serves_one_piece_larger_than_a_block) {
    Arena arena;
    const MutableBytes large = arena.bytes(1'000'000);
    std::fill(large.begin(), large.end(), std::uint8_t{7});
    EXPECT_EQ(large.back(), 7);
}

TEST(Arena, wipes_what_was_used_when_destroyed) {
    alignas(Arena) static std::array<std::byte, sizeof(Arena)> place;
    auto* arena = new (place.data()) Arena;
    const MutableBytes secret = arena->bytes(64);
    std::fill(secret.begin(), secret.end(), std::uint8_t{0x5a});
    const auto* at = reinterpret_cast<const std::byte*>(secret.data());
    arena->~Arena();
    EXPECT_EQ(std::count(at, at + 64, std::byte{0x5a}), 0);
}

}  // namespace
}  // namespace tandem::api
