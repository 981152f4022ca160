#pragma once
// Digital signatures. Signing takes up to milliseconds (RSA-4096), checking up to one (P-384): never on an I/O thread.

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/asymmetric.hpp"

#include <cstdint>

namespace tandem::crypto {

enum class SignatureScheme : std::uint8_t {
    rsa_pkcs1_sha256,
    rsa_pkcs1_sha384,
    rsa_pkcs1_sha512,
    rsa_pss_sha256,  // MGF1 with the same digest; the salt is as long as the digest, and any length when checked
    rsa_pss_sha384,
    rsa_pss_sha512,
    ecdsa_sha256,  // DER, on P-256, P-384 and secp256k1
    ecdsa_sha384,
    ecdsa_sha512,
    sm2_sm3,  // GB/T 32918.2, DER; user id 1234567812345678
    ed25519,  // RFC 8032, PureEdDSA. The prehashed Ed25519ph is beyond OpenSSL 3.0, and so not here.
};

enum class MessageForm : std::uint8_t {
    raw,     // the message; hashed here
    digest,  // its digest, of the scheme's length. For SM2 of what Z and the message make. Not for Ed25519.
};

// Whether the scheme is one of that kind of key.
[[nodiscard]] bool scheme_fits(SignatureScheme scheme, AsymmetricAlgorithm algorithm) noexcept;
// Length of the scheme's digest; 0 for Ed25519, which takes none.
[[nodiscard]] std::size_t digest_bytes(SignatureScheme scheme) noexcept;

struct SignedMessage {
    SignatureScheme scheme;
    MessageForm form;
    ByteView bytes;
};

// Errors of both: algorithm_not_for_asymmetric_key (the key is of another kind), digest_length_mismatch.
[[nodiscard]] Result<Bytes> sign(const PrivateKey& key, const SignedMessage& message);
// False for whatever is no signature of the message by the key.
[[nodiscard]] Result<bool> verify(const PublicKey& key, const SignedMessage& message, ByteView signature);

}  // namespace tandem::crypto
