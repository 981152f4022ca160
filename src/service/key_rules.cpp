#include "key_rules.hpp"

namespace tandem::service {

namespace {

constexpr bool is_elliptic_without_cipher(keys::KeySpec spec) noexcept {
    return keys::is_asymmetric(spec) && !keys::is_rsa(spec) && spec != keys::KeySpec::sm2;
}

// What keeps a key from any kind of encryption. An elliptic-curve key is always one for signing too, so its own,
// more telling error comes first.
Result<void> require_encryption_key(const store::Key& key) {
    if (is_elliptic_without_cipher(key.spec)) return fail(ErrorCode::key_is_elliptic);
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    if (key.usage == keys::KeyUsage::sign_verify) return fail(ErrorCode::key_is_for_signing);
    return {};
}

}  // namespace

Result<void> require_symmetric_cipher(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return {};
    TANDEM_CHECK(require_encryption_key(key));
    return fail(ErrorCode::key_is_asymmetric);
}

Result<void> require_asymmetric_cipher(const store::Key& key) {
    if (keys::is_symmetric_cipher(key.spec)) return fail(ErrorCode::key_is_symmetric);
    return require_encryption_key(key);
}

}  // namespace tandem::service
