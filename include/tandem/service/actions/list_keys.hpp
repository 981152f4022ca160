#pragma once
// Pages of keys, sorted by creation, ties by id.

#include "tandem/service/call.hpp"

#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace tandem::service {

struct ListKeysInput {
    std::size_t offset = 0;
    std::size_t limit = 10;
    bool oldest_first = false;
    // Keys past their deletion date never match. Empty: all.
    std::function<bool(const keys::KeyClass&)> of_class{};
    std::function<bool(const store::Key&)> matches{};  // for what the class does not tell: then every key is looked at
};
struct ListKeysOutput {
    std::vector<const store::Key*> page;
    std::size_t total = 0;  // all that match
};
// Keys: some tens of microseconds.
inline constexpr std::size_t kQuickWalk = 1000;
inline constexpr std::size_t kEveryKey = std::numeric_limits<std::size_t>::max();
// Nothing when more than `most` keys would have to be looked at.
std::optional<ListKeysOutput> list_keys(const Call& call, const ListKeysInput& input, std::size_t most);

}  // namespace tandem::service
