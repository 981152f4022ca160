#include "key_versions.hpp"

#include "tandem/crypto/random.hpp"

namespace tandem::service {

store::AddKeyVersion rotated(const store::Key& key, TimePoint now) {
    store::KeySettings settings = key.settings;
    settings.attributes.edit([&](store::KeyAttributes& attributes) {
        store::Rotation& rotation = attributes.rotation;
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

}  // namespace tandem::service
