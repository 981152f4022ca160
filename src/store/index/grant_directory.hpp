#pragma once
// Which grants there are over all key spaces, by the key that they are for and by who may end them. One thread writes.

#include "tandem/store/objects.hpp"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace tandem::store {

class GrantDirectory {
  public:
    using Place = std::pair<KeySpaceId, ObjectId>;

    // Each key space once.
    [[nodiscard]] std::vector<KeySpaceId> spaces_of(const KeyId& key) const;
    [[nodiscard]] std::vector<Place> retirable_by(std::string_view principal) const;

    // `before` and `after`: nullptr when there is none.
    void replace(const KeySpaceId& space, const Grant* before, const Grant* after);
    void remove_space(const KeySpaceId& space);

  private:
    using OfKey = std::tuple<KeyId, KeySpaceId, ObjectId>;
    using OfRetirer = std::tuple<std::string, KeySpaceId, ObjectId>;

    mutable std::mutex mutex_;
    std::set<OfKey> by_key_;
    std::set<OfRetirer> by_retirer_;
};

}  // namespace tandem::store
