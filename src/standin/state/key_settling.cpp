// What a seed leaves open of a key, as the stored key has it.

#include "tandem/base/user_error.hpp"
#include "tandem/store/imported_memory.hpp"

#include "seeds/imports.hpp"
#include "seeds/particulars.hpp"
#include "tenant_plan.hpp"

namespace tandem::standin {

SeedKey TenantPlan::settled(const SeedKey& given, const store::Key* stored) const {
    SeedKey wanted = stored ? given.settled_by(*stored) : given.clone();
    settle_imported(stored, wanted);
    if (stored) settle_aliases(store_, *space_, wanted);
    if (stored && existing_ == Existing::update) {
        keep_waiting(*stored, wanted);
        keep_rotated(*stored, wanted);
    }
    return wanted;
}

void TenantPlan::settle_imported(const store::Key* stored, SeedKey& wanted) const {
    if (space_ && wanted.fingerprints_under == name_of_fingerprint_key(*space_)) return;
    // As with other material, it takes more than an update to forget it.
    const bool keeps = stored && existing_ == Existing::update;
    wanted.facts.settings.particulars.edit([&](store::KeyParticulars& particulars) {
        take_fingerprints(particulars, keeps ? &*stored->settings.particulars : nullptr);
    });
}

void TenantPlan::keep_waiting(const store::Key& stored, SeedKey& wanted) const {
    constexpr auto kWaits = keys::KeyState::pending_import;
    const bool says_nothing = wanted.versions.empty() && wanted.facts.settings.state == kWaits;
    if (!says_nothing || stored.settings.state != kWaits) return;
    take_versions(stored, wanted);
    wanted.facts.settings.particulars.edit([&](store::KeyParticulars& particulars) {
        particulars.imported_fingerprints = stored.settings.particulars->imported_fingerprints;
    });
    settle_rotation(wanted.facts.settings, stored.settings);
}

void TenantPlan::keep_rotated(const store::Key& stored, SeedKey& wanted) const {
    const auto& last = stored.settings.particulars->rotation.last;
    if (wanted.versions.empty() || stored.versions.size() <= wanted.versions.size()) return;
    const store::KeyVersion& newest = stored.versions.back();
    if (!last || newest.created() != *last || !store::has_material(newest)) return;
    take_versions(stored, wanted);
    settle_rotation(wanted.facts.settings, stored.settings);
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
