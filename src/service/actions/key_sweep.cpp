// Keys whose next_event() has come.

#include "change_key.hpp"
#include "key_rules.hpp"
#include "key_versions.hpp"
#include "sweepers.hpp"

namespace tandem::service {

namespace {

// Nothing when time changes nothing about the key, as after another round was faster.
std::optional<store::Change> change_due(const Services& services, const store::Tenant& tenant, const store::Key& key) {
    const Clock& clock = services.clock;
    if (is_past_deletion(key, clock)) return store::RemoveKey{.key = key.id, .expected_revision = key.revision};
    if (key.settings.state == keys::KeyState::pending_deletion) return std::nullopt;
    if (is_past_material(key, clock)) {
        auto removal = without_material(services.store, tenant, key);
        if (removal.has_error()) return std::nullopt;
        return std::move(*removal);
    }
    const store::Rotation& rotation = key.settings.particulars->rotation;
    const bool is_due = rotation.next && *rotation.next <= clock.now();
    if (!is_due || key.settings.state != keys::KeyState::enabled) return std::nullopt;
    return rotated(key, clock.now());
}

bool change_if_due(Services& services, const TenantId& tenant_id, const KeyId& id) {
    const store::ReadGuard guard = services.store.read();
    const store::Tenant* tenant = services.store.find_tenant(tenant_id);
    const store::Key* key = tenant == nullptr ? nullptr : services.store.find_key(*tenant, id);
    std::optional<store::Change> change = key == nullptr ? std::nullopt : change_due(services, *tenant, *key);
    if (!change) return false;
    Changes changes;
    changes.push_back(std::move(*change));
    return services.store.commit(tenant_id, std::move(changes)).has_value();
}

}  // namespace

std::size_t sweep_keys(Services& services) {
    std::size_t changed = 0;
    for (const auto& [tenant, key] : services.store.due_keys(services.clock.now()))
        if (change_if_due(services, tenant, key)) ++changed;
    return changed;
}

}  // namespace tandem::service
