#pragma once
// Agreeing on a secret with the owner of another key of the same curve. Takes up to a millisecond: worker pool.

#include "tandem/service/call.hpp"

namespace tandem::service {

struct SharedSecretInput {
    const store::Key& key;
    ByteView peer;  // DER SubjectPublicKeyInfo
};
struct SharedSecretOutput {
    const store::Key* key;
    SecretBytes secret;  // the x coordinate of the shared point
};
// Errors: the key's state, key_is_symmetric, key_is_for_mac, key_usage_mismatch (a key that is on no
// curve for this), public_key_invalid (also one of another curve).
Result<SharedSecretOutput> derive_shared_secret(const Call& call, const SharedSecretInput& input);

}  // namespace tandem::service
