#pragma once
// How many keys of a tenant are of each class, so that a list can tell its total without a look at every key.

#include "tandem/store/key_store.hpp"

#include <map>
#include <mutex>
#include <shared_mutex>

namespace tandem::store {

class ClassCounts {
  public:
    // The writer. One key takes the place of another; nullptr: there was none, or will be none.
    void replace(const Key* before, const Key* after) {
        const std::unique_lock lock{mutex_};
        if (after != nullptr) ++counts_[class_of(*after)];
        if (before == nullptr) return;
        const auto found = counts_.find(class_of(*before));
        if (--found->second == 0) counts_.erase(found);
    }
    // Any thread.
    [[nodiscard]] std::vector<KeyClassCount> list() const {
        const std::shared_lock lock{mutex_};
        std::vector<KeyClassCount> all;
        all.reserve(counts_.size());
        for (const auto& [of_class, count] : counts_) all.push_back({of_class, count});
        return all;
    }

  private:
    mutable std::shared_mutex mutex_;
    std::map<keys::KeyClass, std::size_t> counts_;
};

}  // namespace tandem::store
