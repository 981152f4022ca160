#include "tandem/service/actions/key_agreement.hpp"

#include "tandem/crypto/curve_name.hpp"
#include "tandem/crypto/key_agreement.hpp"
#include "tandem/service/key_state.hpp"

#include "key_rules.hpp"

namespace tandem::service {

Result<SharedSecretOutput> derive_shared_secret(const Call& call, const SharedSecretInput& input) {
    const store::Key& key = input.key;
    TANDEM_CHECK(check_state(call, keys::Operation::agree, key));
    TANDEM_CHECK(require_asymmetric(key));
    if (keys::is_rsa(key.spec) || key.spec == keys::KeySpec::ed25519) return fail(ErrorCode::key_usage_mismatch);
    TANDEM_TRY(const crypto::PublicKey peer, crypto::PublicKey::from_der(input.peer));
    if (!crypto::names_its_curve(peer)) return fail(ErrorCode::public_key_invalid, {}, "its curve is spelled out");
    TANDEM_TRY(const store::OpenedMaterial* material, open_newest(call, key));
    TANDEM_TRY(SecretBytes secret, crypto::shared_secret(*material->private_key, peer));
    return SharedSecretOutput{.key = &key, .secret = std::move(secret)};
}

}  // namespace tandem::service
