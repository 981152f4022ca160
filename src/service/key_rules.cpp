#include "key_rules.hpp"

namespace tandem::service {

namespace {

constexpr bool is_elliptic_without_cipher(keys::KeySpec spec) noexcept {
    return keys::is_asymmetric(spec) && !keys::is_rsa(spec) && spec != keys::KeySpec::sm2;
}

// Errors that keep a key from any kind of encryption. An elliptic-curve key is always one for signing too, so its own,
// more telling error comes first.
Result<void> require_encryption_key(const store::Key& key) {
    if (is_elliptic_without_cipher(key.spec)) return fail(ErrorCode::key_is_elliptic);
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    if (key.usage == keys::KeyUsage::sign_verify) return fail(ErrorCode::key_is_for_signing);
    return {};
}

}  // namespace

Result<void> require_unbound(const store::Key& key) {
    if (!key.settings.attributes->bound_resources.empty()) return fail(ErrorCode::key_in_use);
    return {};
}

Result<void> require_symmetric_cipher(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return {};
    TANDEM_CHECK(require_encryption_key(key));
    return fail(ErrorCode::key_is_asymmetric);
}

Result<void> require_asymmetric_cipher(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return fail(ErrorCode::key_is_symmetric);
    return require_encryption_key(key);
}

Result<void> require_asymmetric(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return fail(ErrorCode::key_is_symmetric);
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    return {};
}

Result<const store::KeyVersion*> require_version(const Call& call, const store::Key& key, std::uint32_t number) {
    const store::KeyVersion* version = version_at(key, number, call.services.clock);
    if (version != nullptr) return version;
    const bool once_was =
        number < key.versions.size() || number < key.settings.attributes->imported_fingerprints.size();
    if (!once_was) return fail(ErrorCode::ciphertext_rejected);
    return fail(ErrorCode::key_pending_import, {}, "the material of an older version is not there");
}

Result<const store::KeyVersion*> newest_version(const store::Key& key) {
    const store::KeyVersion* version = key.newest();
    if (version == nullptr || !store::has_material(*version))
        return fail(ErrorCode::internal, {}, "an enabled key without material");
    return version;
}

Result<const store::OpenedMaterial*> open_newest(const Call& call, const store::Key& key) {
    TANDEM_TRY(const store::KeyVersion* version, newest_version(key));
    return call.services.store.open_material(call.space, key, *version);
}

}  // namespace tandem::service
