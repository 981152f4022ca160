#pragma once
// The entries of one kind in order, for lists. One writer. A list is copied out under a lock that the writer takes as
// well; the hot path never comes here.

#include "sorted_chunks.hpp"

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstdint>
#include <mutex>
#include <ranges>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace tandem::store {

enum class Direction : bool { ascending, descending };

// Owner: std::unique_ptr or std::shared_ptr to a const entry; or a plain pointer, when others own it: then it is taken
// out before the entry is retired. Before: a strict order of entries whose equal ones take each other's place.
template <class Owner, class Before>
class OrderedEntries {
  public:
    using Entry = typename SortedChunks<Owner, Before>::Entry;

    // ---- the writer ----

    // Adds the entries, taken out of `owners` in their order, behind all others, which come before them.
    template <std::ranges::input_range Owners>
    void append(Owners&& owners) {
        const std::unique_lock lock{mutex_};
        for (auto&& owner : owners) entries_.append(std::move(owner));
    }
    // Adds the entry in the place of `before`, or of the equal one; returns what it displaced, if anything.
    [[nodiscard]] Owner put(Owner entry, Entry* before = nullptr) {
        const std::unique_lock lock{mutex_};
        Entry& displaced = before != nullptr ? *before : *entry;
        if (Owner* held = entries_.find(displaced); held != nullptr && are_equal(displaced, *entry))
            return std::exchange(*held, std::move(entry));
        Owner extracted = entries_.extract(displaced);
        entries_.insert(std::move(entry));
        return extracted;
    }
    // Removes and returns the entry equal to this one.
    [[nodiscard]] Owner take(Entry& equal) {
        const std::unique_lock lock{mutex_};
        return entries_.extract(equal);
    }
    // Shares the ownership of an entry; null when it is not there.
    [[nodiscard]] Owner share(Entry& equal)
        requires std::copyable<Owner>
    {
        const Owner* held = entries_.find(equal);
        return held == nullptr ? Owner{} : *held;
    }

    // ---- readers: any thread ----

    [[nodiscard]] std::size_t size() const {
        const std::shared_lock lock{mutex_};
        return entries_.size();
    }
    [[nodiscard]] std::size_t allocated_bytes() const {
        const std::shared_lock lock{mutex_};
        return entries_.allocated_bytes();
    }
    [[nodiscard]] std::vector<Entry*> list() const { return slice_after(nullptr, SIZE_MAX); }
    // Without the first `offset`, and at most `limit`.
    [[nodiscard]] std::vector<Entry*> slice(std::size_t offset, std::size_t limit,
                                            Direction direction = Direction::ascending) const {
        const std::shared_lock lock{mutex_};
        if (offset >= entries_.size()) return {};
        const bool ascending = direction == Direction::ascending;
        return copy(entries_.at(ascending ? offset : entries_.size() - offset), limit, direction);
    }
    // At most `limit` that come after `mark`, which need not be there; nullptr: from the beginning.
    [[nodiscard]] std::vector<Entry*> slice_after(Entry* mark, std::size_t limit,
                                                  Direction direction = Direction::ascending) const {
        const std::shared_lock lock{mutex_};
        const bool ascending = direction == Direction::ascending;
        if (mark == nullptr) return copy(ascending ? entries_.begin() : entries_.end(), limit, direction);
        return copy(ascending ? entries_.upper_bound(*mark) : entries_.lower_bound(*mark), limit, direction);
    }
    // Those for which `compare`, of an entry with what is looked for, says equal. It follows the order of the entries.
    template <std::invocable<Entry&> Compare>
    [[nodiscard]] std::vector<Entry*> list_equal(Compare compare) const {
        const std::shared_lock lock{mutex_};
        std::vector<Entry*> found;
        entries_.visit_from(entries_.first_not([&](Entry& entry) { return compare(entry) < 0; }), [&](Entry& entry) {
            const bool equal = compare(entry) == 0;
            if (equal) found.push_back(&entry);
            return equal;
        });
        return found;
    }
    // Walks as long as `visit` returns true. It runs without the lock, and so may take long; what is put or taken
    // meanwhile is seen or not. The entry that it saw last must outlive the walk, as under a ReadGuard.
    template <std::predicate<Entry&> Visit>
    void visit(Direction direction, Visit visit) const {
        constexpr std::size_t kAtOnce = 256;
        for (Entry* last = nullptr;;) {
            const std::vector<Entry*> some = slice_after(last, kAtOnce, direction);
            for (Entry* entry : some) {
                if (!visit(*entry)) return;
            }
            if (some.size() < kAtOnce) return;
            last = some.back();
        }
    }

  private:
    static bool are_equal(Entry& a, Entry& b) { return !Before{}(a, b) && !Before{}(b, a); }

    std::vector<Entry*> copy(typename SortedChunks<Owner, Before>::Place place, std::size_t limit,
                             Direction direction) const {
        std::vector<Entry*> copied;
        if (limit == 0) return copied;
        copied.reserve(std::min(limit, entries_.size()));
        const auto add = [&](Entry& entry) {
            copied.push_back(&entry);
            return copied.size() < limit;
        };
        if (direction == Direction::ascending) {
            entries_.visit_from(place, add);
        } else {
            entries_.visit_back_from(place, add);
        }
        return copied;
    }

    mutable std::shared_mutex mutex_;
    SortedChunks<Owner, Before> entries_;
};

}  // namespace tandem::store
