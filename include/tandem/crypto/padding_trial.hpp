#pragma once
// For diagnoses of development servers alone: whoever can tell one failure of decryption from another has an oracle.

#include "tandem/crypto/asymmetric.hpp"

namespace tandem::crypto {

// Whether an RSA ciphertext is OAEP with SHA-256 whose MGF1 has SHA-1, as Java makes it of
// "RSA/ECB/OAEPWithSHA-256AndMGF1Padding" unless told otherwise.
[[nodiscard]] bool opens_with_mgf1_sha1(const PrivateKey& key, ByteView ciphertext);

}  // namespace tandem::crypto
