#pragma once
// A hash table of pointers with one writer and readers that neither lock nor wait: open addressing over atomic
// pointers, never more than half full. A growing table publishes a copy of its cells and retires the old ones. The
// table does not own its entries; the caller retires what put() and remove() displace.

#include "tandem/crypto/random.hpp"

#include "epoch_reclaimer.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

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
        for (std::size_t at = Traits::hash(key, seed_);; ++at) {
            const Entry* entry = cells[at].load(std::memory_order_seq_cst);
            if (entry == nullptr) return nullptr;
            if (entry != tombstone() && Traits::key_of(*entry) == key) return entry;
        }
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

    // The writer. Room for so many entries, so that they are not moved as they come.
    void reserve(std::size_t entries) {
        if (entries > size()) grow(entries);
    }
    // The writer. Adds an entry whose key is known not to be there, for which no other entry is looked at.
    void add(const Entry& entry) {
        make_room();
        Cells& cells = *cells_.load(std::memory_order_relaxed);
        std::size_t at = Traits::hash(Traits::key_of(entry), seed_);
        while (cells[at].load(std::memory_order_relaxed) != nullptr) ++at;
        cells[at].store(&entry, std::memory_order_seq_cst);
        ++used_;
        size_.store(size() + 1, std::memory_order_relaxed);
    }
    // The writer. Adds the entry, or takes the place of the one with its key.
    void put(const Entry& entry) {
        make_room();
        std::atomic<const Entry*>& cell = cell_for(Traits::key_of(entry));
        const Entry* before = cell.load(std::memory_order_relaxed);
        if (before == nullptr) ++used_;
        if (before == nullptr || before == tombstone()) size_.store(size() + 1, std::memory_order_relaxed);
        cell.store(&entry, std::memory_order_seq_cst);
    }
    // The writer. The key must be present.
    void remove(const Key& key) {
        cell_for(key).store(tombstone(), std::memory_order_seq_cst);
        size_.store(size() - 1, std::memory_order_relaxed);
    }

  private:
    static constexpr std::size_t kSmallest = 16;

    class Cells {
      public:
        explicit Cells(std::size_t size) : mask_(size - 1), cells_(new std::atomic<const Entry*>[size] {}) {}
        [[nodiscard]] std::size_t size() const noexcept { return mask_ + 1; }
        [[nodiscard]] std::atomic<const Entry*>& operator[](std::size_t at) const noexcept {
            return cells_[at & mask_];
        }

      private:
        std::size_t mask_;
        std::unique_ptr<std::atomic<const Entry*>[]> cells_;
    };

    // Stands where an entry was removed, so that probing goes on behind it.
    static const Entry* tombstone() noexcept {
        alignas(Entry) static constexpr char kMark = 0;
        return reinterpret_cast<const Entry*>(&kMark);
    }

    // Where the key is, else where it belongs: the first tombstone on its way, or the empty cell at the end.
    std::atomic<const Entry*>& cell_for(const Key& key) {
        Cells& cells = *cells_.load(std::memory_order_relaxed);
        std::atomic<const Entry*>* vacant = nullptr;
        for (std::size_t at = Traits::hash(key, seed_);; ++at) {
            std::atomic<const Entry*>& cell = cells[at];
            const Entry* entry = cell.load(std::memory_order_relaxed);
            if (entry == nullptr) return vacant != nullptr ? *vacant : cell;
            if (entry == tombstone()) {
                if (vacant == nullptr) vacant = &cell;
            } else if (Traits::key_of(*entry) == key) {
                return cell;
            }
        }
    }

    void make_room() {
        if (2 * (used_ + 1) > cells_.load(std::memory_order_relaxed)->size()) grow(size() + size() / 2);
    }

    // Makes room for so many entries, or just drops the tombstones where they are the greater part.
    void grow(std::size_t entries) {
        Cells* old = cells_.load(std::memory_order_relaxed);
        auto wider = std::make_unique<Cells>(std::max(kSmallest, std::bit_ceil(2 * (entries + 1))));
        for (std::size_t from = 0; from < old->size(); ++from) {
            const Entry* entry = (*old)[from].load(std::memory_order_relaxed);
            if (entry == nullptr || entry == tombstone()) continue;
            std::size_t at = Traits::hash(Traits::key_of(*entry), seed_);
            while ((*wider)[at].load(std::memory_order_relaxed) != nullptr) ++at;
            (*wider)[at].store(entry, std::memory_order_relaxed);
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
