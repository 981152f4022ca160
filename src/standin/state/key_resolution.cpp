// The parts of a key that a seed leaves open, as the stored key has them.

#include "tandem/base/user_error.hpp"
#include "tandem/store/imported_memory.hpp"

#include "seeds/attributes.hpp"
#include "seeds/imports.hpp"
#include "tenant_plan.hpp"

namespace tandem::standin {

SeedKey TenantPlan::resolved(const SeedKey& given, const store::Key* stored) const {
    SeedKey wanted = stored ? given.resolved_by(*stored) : given.clone();
    resolve_imported(stored, wanted);
    if (stored) resolve_aliases(store_, *space_, wanted);
    if (stored && existing_ == Existing::update) {
        keep_waiting(*stored, wanted);
        keep_rotated(*stored, wanted);
    }
    return wanted;
}

void TenantPlan::resolve_imported(const store::Key* stored, SeedKey& wanted) const {
    if (space_ && wanted.fingerprints_under == name_of_fingerprint_key(*space_)) return;
    // It takes more than an update to forget it, as with other material.
    const bool keeps = stored && existing_ == Existing::update;
    wanted.facts.settings.attributes.edit([&](store::KeyAttributes& attributes) {
        take_fingerprints(attributes, keeps ? &*stored->settings.attributes : nullptr);
    });
}

void TenantPlan::keep_waiting(const store::Key& stored, SeedKey& wanted) const {
    constexpr auto kWaits = keys::KeyState::pending_import;
    const bool says_nothing = wanted.versions.empty() && wanted.facts.settings.state == kWaits;
    if (!says_nothing || stored.settings.state != kWaits) return;
    take_versions(stored, wanted);
    wanted.facts.settings.attributes.edit([&](store::KeyAttributes& attributes) {
        attributes.imported_fingerprints = stored.settings.attributes->imported_fingerprints;
    });
    resolve_rotation(wanted.facts.settings, stored.settings);
}

void TenantPlan::keep_rotated(const store::Key& stored, SeedKey& wanted) const {
    const auto& last = stored.settings.attributes->rotation.last;
    if (wanted.versions.empty() || stored.versions.size() <= wanted.versions.size()) return;
    const store::KeyVersion& newest = stored.versions.back();
    if (!last || newest.created() != *last || !store::has_material(newest)) return;
    take_versions(stored, wanted);
    resolve_rotation(wanted.facts.settings, stored.settings);
}

void TenantPlan::take_versions(const store::Key& stored, SeedKey& wanted) const {
    for (std::size_t i = wanted.versions.size(); i < stored.versions.size(); ++i) {
        const auto& version = stored.versions[i];
        auto material = store_.export_material(*space_, stored, version);
        if (!material) throw UserError{UserError::damaged, material.error().detail};
        wanted.versions.push_back({version.created(), std::move(*material), to_bytes(version.public_key()), false});
    }
}

}  // namespace tandem::standin
