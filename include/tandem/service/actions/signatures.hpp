#pragma once
// Signing with keys that stay here, and checking. Takes up to milliseconds: worker pool.

#include "tandem/crypto/signature.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

// Whether the key may do `operation` (sign or verify), before the choice of a scheme by its spec. Errors: the key's
// state, key_is_symmetric, key_is_for_mac, key_is_for_encryption.
Result<void> check_signing_key(const Call& call, const store::Key& key, keys::Operation operation);

// Signs with a key that passed check_signing_key. Errors of both: algorithm_not_for_asymmetric_key (of another kind of
// key), digest_length_mismatch.
Result<Bytes> sign(const Call& call, const store::Key& key, const crypto::SignedMessage& message);
// Whether the signature is the key's, of that message.
Result<bool> verify(const store::Key& key, const crypto::SignedMessage& message, ByteView signature);

}  // namespace tandem::service
