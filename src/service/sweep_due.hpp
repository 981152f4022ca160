#pragma once
// Due keys and objects of one key space, changed a few hundred in a commit.

#include "tandem/service/destruction.hpp"

#include "change_key.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace tandem::service {

// Changes that are due for one thing, and what is gone for good by them.
struct Due {
    Changes changes{};
    std::vector<EndedByTime> ended{};
};

// One commit of what `plan(space, id)` says of each id; returns how many it said something of. Nothing: the commit was
// refused, since one of them changed meanwhile.
template <class Id, std::invocable<const store::KeySpace&, const Id&> Plan>
std::optional<std::size_t> commit_due(Services& services, DestructionGate& gate, const KeySpaceId& space_id,
                                      std::span<const Id> ids, const Plan& plan) {
    const store::ReadGuard guard = services.store.read();
    const store::KeySpace* space = services.store.find_key_space(space_id);
    if (space == nullptr) return 0;
    std::size_t changed = 0;
    Changes all;
    std::vector<EndedByTime> ended;
    for (const Id& id : ids) {
        Due due = plan(*space, id);
        if (!due.changes.empty()) ++changed;
        std::ranges::move(due.changes, std::back_inserter(all));
        std::ranges::move(due.ended, std::back_inserter(ended));
    }
    if (all.empty()) return 0;
    if (services.store.commit(*space, std::move(all)).has_error()) return std::nullopt;
    if (!ended.empty()) gate.ended(ended);
    return changed;
}

// Each id is handled by itself when its batch was refused. Whatever stands in the way then, the next round comes by
// again.
template <class Id, class Plan>
std::size_t sweep_due(Services& services, DestructionGate& gate, const KeySpaceId& space, std::span<const Id> ids,
                      const Plan& plan) {
    constexpr std::size_t kAtOnce = 256;
    std::size_t changed = 0;
    for (; !ids.empty(); ids = ids.subspan(std::min(kAtOnce, ids.size()))) {
        const std::span<const Id> batch = ids.first(std::min(kAtOnce, ids.size()));
        if (const auto together = commit_due(services, gate, space, batch, plan)) {
            changed += *together;
            continue;
        }
        for (const Id& id : batch) changed += commit_due(services, gate, space, std::span{&id, 1}, plan).value_or(0);
    }
    return changed;
}

}  // namespace tandem::service
