#include "tandem/service/actions/signatures.hpp"

#include "tandem/service/key_state.hpp"

#include "key_rules.hpp"

namespace tandem::service {

Result<void> check_signing_key(const Call& call, const store::Key& key, keys::Operation operation) {
    TANDEM_CHECK(check_state(call, operation, key));
    TANDEM_CHECK(require_asymmetric(key));
    if (key.usage != keys::KeyUsage::sign_verify) return fail(ErrorCode::key_is_for_encryption);
    TANDEM_CHECK(newest_version(key));
    return {};
}

Result<Bytes> sign(const Call& call, const store::Key& key, const crypto::SignedMessage& message) {
    TANDEM_TRY(const store::OpenedMaterial* material, open_newest(call, key));
    return crypto::sign(*material->private_key, message);
}

Result<bool> verify(const store::Key& key, const crypto::SignedMessage& message, ByteView signature) {
    TANDEM_TRY(const store::KeyVersion* version, newest_version(key));
    TANDEM_TRY(const crypto::PublicKey public_key, crypto::PublicKey::from_der(version->public_key()));
    return crypto::verify(public_key, message, signature);
}

}  // namespace tandem::service
