#pragma once
// Objects of one kind whose time is over, in every key space.

#include "sweep_due.hpp"

namespace tandem::service {

// Removes those that the gate lets end; returns how many are gone. `what_is(object)` says as what it ends.
template <class T, std::invocable<const T&> WhatIs>
std::size_t remove_due(Services& services, DestructionGate& gate, const WhatIs& what_is) {
    std::vector<std::pair<KeySpaceId, std::vector<store::ObjectId>>> due;
    {
        const store::ReadGuard guard = services.store.read();
        for (const store::KeySpace* space : services.store.key_spaces()) {
            auto ids = store::Objects<T>{*space}.due(services.clock.now());
            if (!ids.empty()) due.emplace_back(space->id, std::move(ids));
        }
    }
    const auto plan = [&](const store::KeySpace& space, const store::ObjectId& id) -> Due {
        const T* object = store::Objects<T>{space}.find(id);
        if (object == nullptr || !object->due() || !gate.may_end(*object->due())) return {};
        Due removal;
        removal.changes.emplace_back(store::RemoveObject<T>{.id = id, .expected_revision = object->revision});
        removal.ended.push_back({what_is(*object), space.tenant_id, object->key, *object->due(), id});
        return removal;
    };
    std::size_t removed = 0;
    for (const auto& [space, ids] : due)
        removed += sweep_due(services, gate, space, std::span<const store::ObjectId>{ids}, plan);
    return removed;
}

}  // namespace tandem::service
