#pragma once
// Elliptic-curve Diffie-Hellman on P-256, P-384, secp256k1 and SM2's curve. Takes up to a millisecond.

#include "tandem/crypto/asymmetric.hpp"

namespace tandem::crypto {

// The x coordinate of the shared point, as long as the curve's field (SP 800-56A section 5.7.1.2, without a key
// derivation). Errors: algorithm_not_for_asymmetric_key (`own` is on no such curve), public_key_invalid (`peer` is not
// on the same one).
[[nodiscard]] Result<SecretBytes> shared_secret(const PrivateKey& own, const PublicKey& peer);

}  // namespace tandem::crypto
