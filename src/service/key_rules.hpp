#pragma once
// Rules of one key that several actions share. They follow the order that every API documents: the key's existence,
// then its state, then what it is for.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/service/call.hpp"
#include "tandem/store/imported_memory.hpp"

namespace tandem::service {

// Its deletion date has come: the key is gone for every caller, whether or not the sweeper ran yet.
[[nodiscard]] inline bool is_past_deletion(const store::Key& key, const Clock& clock) noexcept {
    return key.settings.deletion_date && *key.settings.deletion_date <= clock.now();
}

// The newest imported material has expired, which is as good as deleted.
[[nodiscard]] inline bool is_past_material(const store::Key& key, const Clock& clock) noexcept {
    const OptionalTime& expires = key.settings.attributes->material_expires;
    return expires && *expires <= clock.now();
}

// The version of that number with its material; nullptr when that was removed, has expired or never came.
[[nodiscard]] inline const store::KeyVersion* version_at(const store::Key& key, std::uint32_t number,
                                                         const Clock& clock) noexcept {
    const store::KeyVersion* version = key.version(number);
    if (version == nullptr) return nullptr;
    const OptionalTime expires = store::material_end(key, number);
    return expires && *expires <= clock.now() ? nullptr : version;
}

// The one that what was made under it needs. Errors: key_pending_import (the key once had it, and has no material for
// it now), ciphertext_rejected (it never had).
Result<const store::KeyVersion*> require_version(const Call& call, const store::Key& key, std::uint32_t number);

// Something outside relies on it: key_in_use.
Result<void> require_unbound(const store::Key& key);

// AES and SM4 keys. Errors: key_is_elliptic, key_is_for_mac, key_is_for_signing, key_is_asymmetric.
Result<void> require_symmetric_cipher(const store::Key& key);

// RSA and SM2 keys for encryption. Errors: key_is_symmetric, key_is_elliptic, key_is_for_mac, key_is_for_signing.
Result<void> require_asymmetric_cipher(const store::Key& key);

// Not AES, SM4 or HMAC keys. Errors: key_is_symmetric, key_is_for_mac.
Result<void> require_asymmetric(const store::Key& key);

// The newest version, which a key in use must have. Error: internal.
Result<const store::KeyVersion*> newest_version(const store::Key& key);
Result<const store::OpenedMaterial*> open_newest(const Call& call, const store::Key& key);

}  // namespace tandem::service
