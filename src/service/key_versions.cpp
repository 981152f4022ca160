#include "key_versions.hpp"

#include "tandem/crypto/random.hpp"

#include "imported_material.hpp"

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

Result<store::UpdateKey> without_material(const store::KeyStore& store, const store::Tenant& tenant,
                                          const store::Key& key) {
    std::vector<Bytes> fingerprints;
    for (std::size_t i = 0; i < key.versions.size(); ++i) {
        TANDEM_TRY(const SecretBytes material, store.export_material(tenant, key, key.versions[i]));
        fingerprints.push_back(fingerprint_of(tenant, key, material));
    }
    store::KeySettings settings = key.settings;
    settings.state = keys::KeyState::pending_import;
    settings.particulars.edit([&](store::KeyParticulars& particulars) {
        particulars.material_expires.reset();
        if (!fingerprints.empty()) particulars.imported_fingerprints = std::move(fingerprints);
    });
    return store::UpdateKey{
        .key = key.id, .expected_revision = key.revision, .settings = std::move(settings), .remove_versions = true};
}

}  // namespace tandem::service
