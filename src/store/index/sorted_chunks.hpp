#pragma once
// A sorted sequence as a vector of short vectors. Adding and removing cost the move of a part of one chunk. An entry
// costs little over the size of its owner, whatever the order of a load: loads in order fill their chunks, and a full
// chunk shares with a neighbour before it splits.

#include <algorithm>
#include <concepts>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace tandem::store {

// Owner: a pointer to an entry, smart or plain. Before: a strict order of entries; no two equal ones are in the
// sequence.
template <class Owner, class Before>
class SortedChunks {
  public:
    using Entry = typename std::pointer_traits<Owner>::element_type;

    static constexpr std::size_t kChunk = 256;

    // Place of an entry, or the end: then behind the last chunk.
    struct Place {
        std::size_t chunk = 0;
        std::size_t index = 0;
        friend bool operator==(const Place&, const Place&) = default;
    };

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] Place begin() const noexcept { return {}; }
    [[nodiscard]] Place end() const noexcept { return {chunks_.size(), 0}; }
    // Bytes of all that it allocated.
    [[nodiscard]] std::size_t allocated_bytes() const noexcept {
        std::size_t bytes = chunks_.capacity() * sizeof(Chunk);
        for (const Chunk& chunk : chunks_) bytes += chunk.capacity() * sizeof(Owner);
        return bytes;
    }

    // ---- places ----

    // The place of the entry with `offset` others before it.
    [[nodiscard]] Place at(std::size_t offset) const noexcept {
        for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
            if (offset < chunks_[chunk].size()) return {chunk, offset};
            offset -= chunks_[chunk].size();
        }
        return end();
    }
    // The place of the first entry that is not `before`; those that are stand at the beginning.
    template <std::predicate<Entry&> IsBefore>
    [[nodiscard]] Place first_not(IsBefore before) const {
        const auto chunk = std::ranges::partition_point(chunks_, [&](const Chunk& one) { return before(*one.back()); });
        if (chunk == chunks_.end()) return end();
        const auto owner = std::ranges::partition_point(*chunk, [&](const Owner& one) { return before(*one); });
        return {steps(chunks_.begin(), chunk), steps(chunk->begin(), owner)};
    }
    // The place of the entry equal to this one, else of what would follow it.
    [[nodiscard]] Place lower_bound(Entry& entry) const {
        return first_not([&](Entry& one) { return Before{}(one, entry); });
    }
    // The place of what follows this entry, or would.
    [[nodiscard]] Place upper_bound(Entry& entry) const {
        return first_not([&](Entry& one) { return !Before{}(entry, one); });
    }
    // The owner of the entry equal to this one; nullptr when there is none.
    [[nodiscard]] Owner* find(Entry& equal) { return owner_at(lower_bound(equal), equal); }

    // ---- walks: `visit` takes an entry and returns whether to go on ----

    template <std::predicate<Entry&> Visit>
    void visit_from(Place place, Visit visit) const {
        for (; place.chunk < chunks_.size(); place = {place.chunk + 1, 0}) {
            for (; place.index < chunks_[place.chunk].size(); ++place.index) {
                if (!visit(*chunks_[place.chunk][place.index])) return;
            }
        }
    }
    // Visits what stands before `place`, the last first.
    template <std::predicate<Entry&> Visit>
    void visit_back_from(Place place, Visit visit) const {
        for (;;) {
            while (place.index > 0) {
                if (!visit(*chunks_[place.chunk][--place.index])) return;
            }
            if (place.chunk == 0) return;
            --place.chunk;
            place.index = chunks_[place.chunk].size();
        }
    }

    // ---- changes ----

    void insert(Owner entry) {
        const Place place = make_room(lower_bound(*entry));
        Chunk& chunk = chunks_[place.chunk];
        chunk.insert(iterator(chunk, place.index), std::move(entry));
        ++size_;
    }
    // Adds the entry behind all others, which come before it.
    void append(Owner entry) {
        if (chunks_.empty()) chunks_.emplace_back();
        if (chunks_.back().size() == kChunk) insert_chunk(chunks_.size());
        chunks_.back().push_back(std::move(entry));
        ++size_;
    }
    // Removes and returns the entry equal to this one.
    Owner extract(Entry& equal) {
        const Place place = lower_bound(equal);
        Owner* held = owner_at(place, equal);
        if (held == nullptr) return Owner{};
        Owner extracted = std::move(*held);
        Chunk& chunk = chunks_[place.chunk];
        chunk.erase(iterator(chunk, place.index));
        --size_;
        close_gap(place.chunk);
        return extracted;
    }

  private:
    // Never empty. The first grows as it is filled, for there are many small sequences; the others have all their room.
    using Chunk = std::vector<Owner>;
    // A chunk of no more can take a good part of a full neighbour; two that hold no more together become one.
    static constexpr std::size_t kRoomy = kChunk - kChunk / 8;
    static constexpr std::size_t kOneChunk = kChunk - kChunk / 4;

    static std::size_t steps(auto from, auto to) noexcept { return static_cast<std::size_t>(to - from); }
    static auto iterator(auto& vector, std::size_t index) noexcept {
        return vector.begin() + static_cast<std::ptrdiff_t>(index);
    }

    Owner* owner_at(Place place, Entry& equal) {
        if (place == end()) return nullptr;
        Owner& owner = chunks_[place.chunk][place.index];
        return Before{}(equal, *owner) ? nullptr : &owner;
    }

    // Where an entry for `place` goes, in a chunk that is not full.
    Place make_room(Place place) {
        if (chunks_.empty()) chunks_.emplace_back();
        if (place.chunk == chunks_.size()) place = {chunks_.size() - 1, chunks_.back().size()};
        if (chunks_[place.chunk].size() < kChunk) return place;
        if (place.chunk == chunks_.size() - 1 && place.index == kChunk) return insert_chunk(place.chunk + 1);
        if (place == begin()) return insert_chunk(0);
        if (place.chunk > 0 && chunks_[place.chunk - 1].size() <= kRoomy) return share_with_previous(place);
        const std::size_t next = place.chunk + 1;
        if (next == chunks_.size() || chunks_[next].size() > kRoomy) insert_chunk(next);
        return share_with_next(place);
    }
    Place insert_chunk(std::size_t index) {
        chunks_.emplace(iterator(chunks_, index))->reserve(kChunk);
        return {index, 0};
    }

    // Both even out a full chunk with its neighbour, and return where `place` is then.
    Place share_with_previous(Place place) {
        Chunk& full = chunks_[place.chunk];
        Chunk& previous = chunks_[place.chunk - 1];
        const std::size_t shared = (kChunk - previous.size()) / 2;
        move_to(previous, previous.size(), full, 0, shared);
        if (place.index < shared) return {place.chunk - 1, previous.size() - shared + place.index};
        return {place.chunk, place.index - shared};
    }
    Place share_with_next(Place place) {
        Chunk& full = chunks_[place.chunk];
        Chunk& next = chunks_[place.chunk + 1];
        const std::size_t kept = kChunk - (kChunk - next.size()) / 2;
        move_to(next, 0, full, kept, kChunk);
        if (place.index <= kept) return place;
        return {place.chunk + 1, place.index - kept};
    }
    static void move_to(Chunk& to, std::size_t index, Chunk& from, std::size_t first, std::size_t last) {
        to.insert(iterator(to, index), std::move_iterator{iterator(from, first)},
                  std::move_iterator{iterator(from, last)});
        from.erase(iterator(from, first), iterator(from, last));
    }

    // After a removal.
    void close_gap(std::size_t chunk) {
        if (chunks_[chunk].empty()) {
            chunks_.erase(iterator(chunks_, chunk));
        } else if (chunk > 0 && fit_one(chunk - 1)) {
            merge(chunk - 1);
        } else if (chunk + 1 < chunks_.size() && fit_one(chunk)) {
            merge(chunk);
        }
    }
    [[nodiscard]] bool fit_one(std::size_t first) const noexcept {
        return chunks_[first].size() + chunks_[first + 1].size() <= kOneChunk;
    }
    void merge(std::size_t first) {
        Chunk& next = chunks_[first + 1];
        move_to(chunks_[first], chunks_[first].size(), next, 0, next.size());
        chunks_.erase(iterator(chunks_, first + 1));
    }

    std::vector<Chunk> chunks_;
    std::size_t size_ = 0;
};

}  // namespace tandem::store
