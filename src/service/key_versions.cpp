#include "key_versions.hpp"

#include "tandem/crypto/random.hpp"

#include "import_token.hpp"
#include "imported_material.hpp"

#include <algorithm>

namespace tandem::service {

store::AddKeyVersion rotated(const store::Key& key, TimePoint now) {
    store::KeySettings settings = key.settings;
    settings.particulars.edit([&](store::KeyParticulars& particulars) {
        store::Rotation& rotation = particulars.rotation;
        rotation.last = now;
        if (rotation.enabled) rotation.next = now + std::chrono::days{rotation.period_days};
    });
    return {.key = key.id,
            .expected_revision = key.revision,
            .material = crypto::random_secret(keys::material_bytes(key.spec)),
            .public_key = {},
            .created = now,
            .settings = std::move(settings)};
}

Result<Changes> without_material(const store::KeyStore& store, const store::Tenant& tenant, const store::Key& key) {
    std::vector<Bytes> fingerprints;
    for (std::size_t i = 0; i < key.versions.size(); ++i) {
        TANDEM_TRY(const SecretBytes material, store.export_material(tenant, key, key.versions[i]));
        fingerprints.push_back(fingerprint_of(tenant, key, material));
    }
    store::KeySettings settings = key.settings;
    settings.state = keys::KeyState::pending_import;
    settings.particulars.edit([&](store::KeyParticulars& particulars) {
        particulars.material_expires.reset();
        // Versions that were removed earlier and did not come back are not forgotten.
        auto& known = particulars.imported_fingerprints;
        known.resize(std::max(known.size(), fingerprints.size()));
        std::ranges::move(fingerprints, known.begin());
    });
    Changes changes;
    changes.emplace_back(store::UpdateKey{
        .key = key.id, .expected_revision = key.revision, .settings = std::move(settings), .remove_versions = true});
    if (const store::ImportToken* waiting = find_waiting(tenant, key.id))
        changes.emplace_back(
            store::RemoveObject<store::ImportToken>{.id = waiting->id, .expected_revision = waiting->revision});
    return changes;
}

}  // namespace tandem::service
