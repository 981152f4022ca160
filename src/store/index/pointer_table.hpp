#pragma once
// A hash table of pointers with one writer and readers that neither lock nor wait: open addressing over atomic cells,
// never more than seven eighths full. A growing table publishes a copy of its cells and retires the old ones. The
// table does not own its entries; the caller retires what put() and remove() displace.
//
// A cell has a part of the hash beside the pointer, in the bits that no address of a process has: so a search looks at
// hardly any entry but the one that it is for, however full the table is.

#include "tandem/crypto/random.hpp"

#include "epoch_reclaimer.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace tandem::store {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Seeded, because tenants choose their aliases: nobody outside can prepare names that collide.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed) noexcept {
    std::uint64_t state = seed ^ text.size();
    while (!text.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = text.size() < sizeof word ? text.size() : sizeof word;
        std::memcpy(&word, text.data(), taken);
        state = mix(state ^ word ^ 0x9e37'79b9'7f4a'7c15, 0xd6e8'feb8'6659'fd93);
        text.remove_prefix(taken);
    }
    return mix(state, 0xa076'1d64'78bd'642f);
}

// Most ids are random, but seeds choose theirs.
inline std::uint64_t hash_id(const std::array<std::uint8_t, 16>& id, std::uint64_t seed) noexcept {
    std::uint64_t words[2];
    std::memcpy(words, id.data(), sizeof words);
    return mix(words[0] ^ seed, words[1] ^ ~seed);
}

// Traits: `Key`; `static Key key_of(const Entry&)`; `static std::uint64_t hash(const Key&, std::uint64_t seed)`.
template <class Entry, class Traits>
class PointerTable {
  public:
    using Key = typename Traits::Key;

    explicit PointerTable(EpochReclaimer& reclaimer) : reclaimer_(reclaimer), cells_(new Cells{kSmallest}) {
        crypto::random_bytes({reinterpret_cast<std::uint8_t*>(&seed_), sizeof seed_});
    }
    PointerTable(const PointerTable&) = delete;
    PointerTable& operator=(const PointerTable&) = delete;
    ~PointerTable() { delete cells_.load(std::memory_order_relaxed); }

    // Any thread, under a ReadGuard.
    [[nodiscard]] const Entry* find(const Key& key) const noexcept {
        const Cells& cells = *cells_.load(std::memory_order_seq_cst);
        const std::uint64_t hash = Traits::hash(key, seed_);
        for (std::size_t at = cells.first(hash);; at = cells.next(at)) {
            const Cell cell = cells[at].load(std::memory_order_seq_cst);
            if (cell == kEmpty) return nullptr;
            if (tag_of(cell) != tag_for(hash)) continue;
            if (const Entry* entry = entry_of(cell); Traits::key_of(*entry) == key) return entry;
        }
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

    // The cell that find() will look at, into the processor's cache.
    void prefetch(const Key& key) const noexcept {
        const Cells& cells = *cells_.load(std::memory_order_seq_cst);
        __builtin_prefetch(&cells[cells.first(Traits::hash(key, seed_))]);
    }

    // The writer. Adds entries, given by pointers, whose keys are known not to be there.
    template <class Pointer>
    void add(const std::vector<Pointer>& entries) {
        // Room for a few more is made, so that they are not moved as soon as one comes.
        const std::size_t all = size() + entries.size();
        if (!entries.empty()) grow(all + all / 32);
        Cells& cells = *cells_.load(std::memory_order_relaxed);
        // Several cells are fetched at once.
        std::array<std::uint64_t, 16> hashes;
        for (std::size_t from = 0; from < entries.size(); from += hashes.size()) {
            const std::size_t count = std::min(hashes.size(), entries.size() - from);
            for (std::size_t i = 0; i < count; ++i) {
                hashes[i] = Traits::hash(Traits::key_of(*entries[from + i]), seed_);
                __builtin_prefetch(&cells[cells.first(hashes[i])], 1);
            }
            for (std::size_t i = 0; i < count; ++i)
                insert(cells, *entries[from + i], hashes[i], std::memory_order_seq_cst);
        }
        used_ += entries.size();
        size_.store(all, std::memory_order_relaxed);
    }
    // The writer. Adds the entry, or takes the place of the one with its key.
    void put(const Entry& entry) {
        make_room();
        const std::uint64_t hash = Traits::hash(Traits::key_of(entry), seed_);
        std::atomic<Cell>& cell = cell_for(Traits::key_of(entry), hash);
        const Cell before = cell.load(std::memory_order_relaxed);
        if (before == kEmpty) ++used_;
        if (before == kEmpty || before == kTombstone) size_.store(size() + 1, std::memory_order_relaxed);
        cell.store(cell_of(entry, hash), std::memory_order_seq_cst);
    }
    // The writer. The key must be present.
    void remove(const Key& key) {
        cell_for(key, Traits::hash(key, seed_)).store(kTombstone, std::memory_order_seq_cst);
        size_.store(size() - 1, std::memory_order_relaxed);
    }

  private:
    // The address in the low 48 bits, the tag above.
    using Cell = std::uint64_t;
    static_assert(sizeof(const Entry*) == sizeof(Cell));
    static constexpr int kAddressBits = 48;
    static constexpr Cell kEmpty = 0;
    // Stands where an entry was removed, so that probing goes on behind it. Tags are odd, so it never looks like one.
    static constexpr Cell kTombstone = 2;
    static constexpr std::size_t kSmallest = 16;

    static std::uint64_t tag_for(std::uint64_t hash) noexcept { return (hash & 0xffff) | 1; }
    static std::uint64_t tag_of(Cell cell) noexcept { return cell >> kAddressBits; }
    static const Entry* entry_of(Cell cell) noexcept {
        return reinterpret_cast<const Entry*>(cell & ((Cell{1} << kAddressBits) - 1));
    }
    static Cell cell_of(const Entry& entry, std::uint64_t hash) noexcept {
        return tag_for(hash) << kAddressBits | reinterpret_cast<Cell>(&entry);
    }

    class Cells {
      public:
        explicit Cells(std::size_t size) : size_(size), cells_(new std::atomic<Cell>[size] {}) {}
        [[nodiscard]] std::size_t size() const noexcept { return size_; }
        // Where the search for a hash begins, by its upper bits, and where it goes on.
        [[nodiscard]] std::size_t first(std::uint64_t hash) const noexcept {
            return static_cast<std::size_t>(static_cast<Wide>(hash) * size_ >> 64);
        }
        [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return at + 1 == size_ ? 0 : at + 1; }
        [[nodiscard]] std::atomic<Cell>& operator[](std::size_t at) const noexcept { return cells_[at]; }

      private:
        std::size_t size_;
        std::unique_ptr<std::atomic<Cell>[]> cells_;
    };

    // Into the first empty cell of its way.
    static void insert(Cells& cells, const Entry& entry, std::uint64_t hash, std::memory_order order) {
        std::size_t at = cells.first(hash);
        while (cells[at].load(std::memory_order_relaxed) != kEmpty) at = cells.next(at);
        cells[at].store(cell_of(entry, hash), order);
    }

    // Where the key is, else where it belongs: the first tombstone on its way, or the empty cell at the end.
    std::atomic<Cell>& cell_for(const Key& key, std::uint64_t hash) {
        Cells& cells = *cells_.load(std::memory_order_relaxed);
        std::atomic<Cell>* vacant = nullptr;
        for (std::size_t at = cells.first(hash);; at = cells.next(at)) {
            const Cell cell = cells[at].load(std::memory_order_relaxed);
            if (cell == kEmpty) return vacant != nullptr ? *vacant : cells[at];
            if (cell == kTombstone) {
                if (vacant == nullptr) vacant = &cells[at];
            } else if (tag_of(cell) == tag_for(hash) && Traits::key_of(*entry_of(cell)) == key) {
                return cells[at];
            }
        }
    }

    void make_room() {
        if (8 * (used_ + 1) > 7 * cells_.load(std::memory_order_relaxed)->size()) grow(size() + size() / 2);
    }

    // Makes room for so many entries, or just drops the tombstones where they are the greater part.
    void grow(std::size_t entries) {
        Cells* old = cells_.load(std::memory_order_relaxed);
        auto wider = std::make_unique<Cells>(std::max(kSmallest, (entries + 2) * 8 / 7));
        for (std::size_t from = 0; from < old->size(); ++from) {
            const Cell cell = (*old)[from].load(std::memory_order_relaxed);
            if (cell == kEmpty || cell == kTombstone) continue;
            const Entry& entry = *entry_of(cell);
            insert(*wider, entry, Traits::hash(Traits::key_of(entry), seed_), std::memory_order_relaxed);
        }
        used_ = size();
        cells_.store(wider.release(), std::memory_order_seq_cst);
        reclaimer_.retire(std::shared_ptr<const Cells>{old});
    }

    EpochReclaimer& reclaimer_;
    std::uint64_t seed_ = 0;
    std::atomic<Cells*> cells_;
    std::atomic<std::size_t> size_{0};
    std::size_t used_ = 0;  // cells that are not empty: entries and tombstones
};

}  // namespace tandem::store
