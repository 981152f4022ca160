#pragma once
// The owner of the entries of one kind, and their order for lists. One writer. A list is copied out under a lock that
// the writer takes as well; the hot path never comes here.

#include <concepts>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace tandem::store {

// Owner: std::unique_ptr or std::shared_ptr to a const entry. Before: a strict order of entries whose equal ones take
// each other's place.
template <class Owner, class Before>
class OrderedEntries {
  public:
    using Entry = typename Owner::element_type;

    // Adds the entry; returns the equal one that it displaced, if any.
    [[nodiscard]] Owner put(Owner entry) {
        const std::unique_lock lock{mutex_};
        Owner displaced = extract(*entry);
        entries_.insert(std::move(entry));
        return displaced;
    }
    // Removes and returns the entry equal to this one.
    [[nodiscard]] Owner take(const Entry& equal) {
        const std::unique_lock lock{mutex_};
        return extract(equal);
    }

    [[nodiscard]] std::vector<Entry*> list() const {
        const std::shared_lock lock{mutex_};
        std::vector<Entry*> all;
        all.reserve(entries_.size());
        for (const Owner& entry : entries_) all.push_back(entry.get());
        return all;
    }
    // The first in order of which `matches` holds.
    template <std::predicate<Entry&> Matches>
    [[nodiscard]] Entry* first_that(Matches matches) const {
        const std::shared_lock lock{mutex_};
        for (const Owner& entry : entries_) {
            if (matches(*entry)) return entry.get();
        }
        return nullptr;
    }
    // The writer's way to share ownership of an entry.
    [[nodiscard]] Owner share(Entry& equal) const
        requires std::copyable<Owner>
    {
        const auto found = entries_.find(equal);
        return found == entries_.end() ? Owner{} : *found;
    }

  private:
    struct Order {
        using is_transparent = void;
        static Entry* entry(const Owner& owner) noexcept { return owner.get(); }
        static Entry* entry(Entry& plain) noexcept { return &plain; }
        bool operator()(const auto& a, const auto& b) const { return Before{}(*entry(a), *entry(b)); }
    };

    Owner extract(Entry& equal) {
        const auto found = entries_.find(equal);
        return found == entries_.end() ? Owner{} : std::move(entries_.extract(found).value());
    }

    mutable std::shared_mutex mutex_;
    std::set<Owner, Order> entries_;
};

}  // namespace tandem::store
