// Keys whose next_event() has come.

#include "imported_versions.hpp"
#include "key_rules.hpp"
#include "key_versions.hpp"
#include "sweep_due.hpp"
#include "sweepers.hpp"

namespace tandem::service {

namespace {

using What = EndedByTime::What;

Due removal_of(const store::KeySpace& space, const store::Key& key) {
    Due due;
    due.changes.emplace_back(store::RemoveKey{.key = key.id, .expected_revision = key.revision});
    due.ended.push_back({What::key, space.tenant_id, key.id, *key.settings.deletion_date});
    return due;
}

// Expiry of those imported materials whose end has come; nothing when there is none.
template <std::predicate<const OptionalTime&> HasCome>
Due expiry_of(const store::KeyStore& store, const store::KeySpace& space, const store::Key& key, HasCome has_come) {
    auto versions = imported_versions(store, space, key);
    Due due;
    if (!versions) return due;
    for (ImportedVersion& one : versions->all) {
        if (!has_come(one.ends)) continue;
        due.ended.push_back({What::imported_material, space.tenant_id, key.id, *one.ends});
        one.remove();
    }
    if (!due.ended.empty()) due.changes = put_imported(key, key.settings, std::move(*versions));
    return due;
}

// Nothing when time changes nothing about the key, as after another round was faster. A rotation destroys nothing, but
// one that a wrong clock ordered would put off the next one: it asks the gate as well.
Due due_of(const Services& services, DestructionGate& gate, const store::KeySpace& space, const KeyId& id) {
    const auto has_come = [&gate](const OptionalTime& date) { return date && gate.may_end(*date); };
    const store::Key* key = services.store.find_key(space, id);
    if (key == nullptr) return {};
    if (has_come(key->settings.deletion_date)) return removal_of(space, *key);
    if (key->settings.state == keys::KeyState::pending_deletion) return {};
    if (key->origin == keys::KeyOrigin::external) return expiry_of(services.store, space, *key, has_come);
    const OptionalTime& rotation = key->settings.attributes->rotation.next;
    Due due;
    if (key->settings.state == keys::KeyState::enabled && has_come(rotation))
        due.changes.emplace_back(rotated(*key, services.clock.now()));
    return due;
}

}  // namespace

std::size_t sweep_keys(Services& services, DestructionGate& gate) {
    auto due = services.store.due_keys(services.clock.now());
    std::ranges::sort(due);
    const auto plan = [&](const store::KeySpace& space, const KeyId& id) { return due_of(services, gate, space, id); };
    std::size_t changed = 0;
    for (auto from = due.begin(); from != due.end();) {
        std::vector<KeyId> of_space;
        const KeySpaceId space = from->first;
        for (; from != due.end() && from->first == space; ++from) of_space.push_back(from->second);
        changed += sweep_due(services, gate, space, std::span<const KeyId>{of_space}, plan);
    }
    return changed;
}

}  // namespace tandem::service
