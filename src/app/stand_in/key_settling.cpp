// What a seed leaves open of a key, as the stored key has it.

#include "tandem/base/startup.hpp"

#include "seed_imports.hpp"
#include "seed_particulars.hpp"
#include "tenant_plan.hpp"

namespace tandem::app {

SeedKey TenantPlan::settled(const SeedKey& given, const store::Key* stored) const {
    SeedKey wanted = stored ? given.settled_by(*stored) : given.clone();
    settle_imported(stored, wanted);
    if (stored) settle_aliases(store_, *tenant_, wanted);
    if (stored && existing_ == Existing::update) keep_rotated(*stored, wanted);
    return wanted;
}

void TenantPlan::settle_imported(const store::Key* stored, SeedKey& wanted) const {
    if (tenant_ && wanted.fingerprints_under == name_of_fingerprint_key(*tenant_)) return;
    // As with other material, it takes more than an update to forget it.
    const bool keeps = stored && existing_ == Existing::update;
    wanted.facts.settings.particulars.edit([&](store::KeyParticulars& particulars) {
        particulars.imported_fingerprints.clear();
        if (keeps) particulars.imported_fingerprints = stored->settings.particulars->imported_fingerprints;
    });
}

void TenantPlan::keep_rotated(const store::Key& stored, SeedKey& wanted) const {
    const auto& last = stored.settings.particulars->rotation.last;
    const std::size_t given = wanted.versions.size();
    if (given == 0 || stored.versions.size() <= given) return;
    if (!last || stored.versions.back().created() != *last) return;
    for (std::size_t i = given; i < stored.versions.size(); ++i) {
        const auto& version = stored.versions[i];
        auto material = store_.export_material(*tenant_, stored, version);
        if (!material) throw StartupError{ExitCode::integrity, material.error().detail};
        wanted.versions.push_back({version.created(), std::move(*material), to_bytes(version.public_key()), false});
    }
    settle_rotation(wanted.facts.settings, stored.settings);
}

}  // namespace tandem::app
