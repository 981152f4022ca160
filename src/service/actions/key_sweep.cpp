// Keys whose next_event() has come.

#include "key_rules.hpp"
#include "key_versions.hpp"
#include "sweep_due.hpp"
#include "sweepers.hpp"

namespace tandem::service {

namespace {

// Nothing when time changes nothing about the key, as after another round was faster.
Changes changes_due(const Services& services, const store::Tenant& tenant, const KeyId& id) {
    const Clock& clock = services.clock;
    const store::Key* key = services.store.find_key(tenant, id);
    Changes changes;
    if (key == nullptr) return changes;
    if (is_past_deletion(*key, clock)) {
        changes.emplace_back(store::RemoveKey{.key = id, .expected_revision = key->revision});
        return changes;
    }
    if (key->settings.state == keys::KeyState::pending_deletion) return changes;
    if (is_past_material(*key, clock)) {
        if (auto removal = without_material(services.store, tenant, *key)) changes = std::move(*removal);
        return changes;
    }
    const store::Rotation& rotation = key->settings.particulars->rotation;
    const bool is_due = rotation.next && *rotation.next <= clock.now();
    if (is_due && key->settings.state == keys::KeyState::enabled) changes.emplace_back(rotated(*key, clock.now()));
    return changes;
}

}  // namespace

std::size_t sweep_keys(Services& services) {
    auto due = services.store.due_keys(services.clock.now());
    std::ranges::sort(due);
    const auto plan = [&services](const store::Tenant& tenant, const KeyId& id) {
        return changes_due(services, tenant, id);
    };
    std::size_t changed = 0;
    for (auto from = due.begin(); from != due.end();) {
        std::vector<KeyId> of_tenant;
        const TenantId tenant = from->first;
        for (; from != due.end() && from->first == tenant; ++from) of_tenant.push_back(from->second);
        changed += sweep_due(services, tenant, std::span<const KeyId>{of_tenant}, plan);
    }
    return changed;
}

}  // namespace tandem::service
