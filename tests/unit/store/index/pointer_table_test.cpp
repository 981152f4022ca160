#include "index/pointer_table.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace tandem::store {
namespace {

struct Named {
    std::array<std::uint8_t, 16> id{};
    int print = 0;  // tells equal ones apart
};
struct ById {
    using Key = std::array<std::uint8_t, 16>;
    static const Key& key_of(const Named& entry) noexcept { return entry.id; }
    static std::uint64_t hash(const Key& id, std::uint64_t seed) noexcept { return hash_id(id, seed); }
};
// All in one place, so that every search goes past every entry.
struct Colliding : ById {
    static std::uint64_t hash(const Key&, std::uint64_t) noexcept { return ~std::uint64_t{0}; }
};

// An id as people number them by hand.
Named named(std::uint32_t number, int print = 0) {
    Named entry{{}, print};
    for (std::size_t i = 0; i < 4; ++i) entry.id[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return entry;
}

template <class Traits = ById>
struct Filled {
    EpochReclaimer reclaimer;
    PointerTable<Named, Traits> table{reclaimer};
    std::vector<std::unique_ptr<Named>> entries;

    const Named& add(std::uint32_t number, int print = 0) {
        entries.push_back(std::make_unique<Named>(named(number, print)));
        table.put(*entries.back());
        return *entries.back();
    }
    [[nodiscard]] const Named* find(std::uint32_t number) const { return table.find(named(number).id); }
};

TEST(PointerTable, finds_nothing_when_empty) {
    const Filled filled;
    EXPECT_EQ(filled.find(0), nullptr);
    EXPECT_EQ(filled.table.size(), 0U);
}

TEST(PointerTable, finds_each_of_many_and_no_other) {
    Filled filled;
    constexpr std::uint32_t kCount = 20'000;
    for (std::uint32_t i = 0; i < kCount; ++i) filled.add(i);
    EXPECT_EQ(filled.table.size(), kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) ASSERT_EQ(filled.find(i), filled.entries[i].get()) << i;
    for (std::uint32_t i = kCount; i < 2 * kCount; ++i) ASSERT_EQ(filled.find(i), nullptr) << i;
}

TEST(PointerTable, an_entry_takes_the_place_of_the_one_with_its_key) {
    Filled filled;
    filled.add(1, 1);
    const Named& second = filled.add(1, 2);
    EXPECT_EQ(filled.find(1), &second);
    EXPECT_EQ(filled.table.size(), 1U);
}

TEST(PointerTable, what_is_removed_is_gone_and_what_collides_with_it_stays) {
    Filled<Colliding> filled;
    for (std::uint32_t i = 0; i < 40; ++i) filled.add(i);
    for (std::uint32_t i = 0; i < 40; i += 2) filled.table.remove(named(i).id);
    for (std::uint32_t i = 0; i < 40; ++i)
        EXPECT_EQ(filled.find(i), i % 2 == 0 ? nullptr : filled.entries[i].get()) << i;
    EXPECT_EQ(filled.table.size(), 20U);
}

TEST(PointerTable, the_place_of_a_removed_entry_serves_again) {
    Filled<Colliding> filled;
    for (std::uint32_t i = 0; i < 5; ++i) filled.add(i);
    filled.table.remove(named(1).id);
    const Named& again = filled.add(4, 1);  // present behind the gap: it must not come twice
    filled.table.remove(named(4).id);
    EXPECT_EQ(filled.find(4), nullptr) << again.print;
    EXPECT_EQ(filled.table.size(), 3U);
}

TEST(PointerTable, takes_many_at_once_beside_those_that_are_there) {
    for (const std::uint32_t count : {0U, 1U, 15U, 16U, 17U, 1000U}) {
        Filled filled;
        filled.add(count);
        std::vector<std::unique_ptr<Named>> more;
        for (std::uint32_t i = 0; i < count; ++i) more.push_back(std::make_unique<Named>(named(i)));
        filled.table.add(more);
        EXPECT_EQ(filled.table.size(), count + 1);
        for (std::uint32_t i = 0; i < count; ++i) ASSERT_EQ(filled.find(i), more[i].get()) << i << " of " << count;
        EXPECT_EQ(filled.find(count), filled.entries[0].get());
    }
}

TEST(PointerTable, holds_what_a_map_holds_after_any_changes) {
    Filled filled;
    std::unordered_map<std::uint32_t, const Named*> expected;
    std::mt19937 random{7};
    for (int step = 0; step < 100'000; ++step) {
        const std::uint32_t number = random() % 500;
        if (random() % 2 == 0) {
            expected[number] = &filled.add(number, step);
        } else if (expected.erase(number) > 0) {
            filled.table.remove(named(number).id);
        }
        const std::uint32_t asked = random() % 500;
        const auto held = expected.find(asked);
        ASSERT_EQ(filled.find(asked), held == expected.end() ? nullptr : held->second) << step;
    }
    EXPECT_EQ(filled.table.size(), expected.size());
}

TEST(PointerTable, readers_find_what_stays_while_it_grows) {
    Filled filled;
    filled.add(0);
    std::atomic<bool> done{false};
    std::atomic<bool> missed{false};
    std::thread reader{[&] {
        while (!done) {
            const ReadGuard guard{filled.reclaimer};
            if (filled.find(0) == nullptr) missed = true;
        }
    }};
    for (std::uint32_t i = 1; i < 5000; ++i) {
        filled.add(i);
        filled.reclaimer.collect();
    }
    done = true;
    reader.join();
    EXPECT_FALSE(missed);
}

TEST(PointerTable, ids_by_hand_are_spread) {
    constexpr std::uint64_t kSeed = 0x0123'4567'89ab'cdef;
    std::array<int, 16> counts{};
    for (std::uint32_t i = 0; i < 1600; ++i) ++counts[hash_id(named(i).id, kSeed) >> 60];
    for (const int count : counts) EXPECT_GT(count, 50);
}

}  // namespace
}  // namespace tandem::store
