#pragma once
// Objects of one kind whose time is over, in every tenant.

#include "sweep_due.hpp"

namespace tandem::service {

// Removes those due objects that `is_over` holds for; returns how many are gone.
template <class T, std::predicate<const T&> IsOver>
std::size_t remove_due(Services& services, IsOver is_over) {
    std::vector<std::pair<TenantId, std::vector<store::ObjectId>>> due;
    {
        const store::ReadGuard guard = services.store.read();
        for (const store::Tenant* tenant : services.store.tenants()) {
            auto ids = store::Objects<T>{*tenant}.due(services.clock.now());
            if (!ids.empty()) due.emplace_back(tenant->facts.id, std::move(ids));
        }
    }
    const auto plan = [&](const store::Tenant& tenant, const store::ObjectId& id) {
        Changes changes;
        const T* object = store::Objects<T>{tenant}.find(id);
        if (object != nullptr && is_over(*object))
            changes.emplace_back(store::RemoveObject<T>{.id = id, .expected_revision = object->revision});
        return changes;
    };
    std::size_t removed = 0;
    for (const auto& [tenant, ids] : due)
        removed += sweep_due(services, tenant, std::span<const store::ObjectId>{ids}, plan);
    return removed;
}

}  // namespace tandem::service
