#pragma once
// Public-key encryption and decryption. Private-key operations take up to milliseconds: worker pool.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/service/call.hpp"

#include <variant>

namespace tandem::service {

using AsymmetricScheme = std::variant<crypto::RsaPadding, crypto::Sm2Form>;

struct AsymmetricInput {
    const store::Key& key;
    ByteView data;
    AsymmetricScheme scheme;
};
struct AsymmetricDecryptOutput {
    const store::Key* key;
    SecretBytes plaintext;
};
struct AsymmetricEncryptOutput {
    const store::Key* key;
    Bytes ciphertext;
};

// Errors of both: the key's state, key_is_symmetric, key_is_for_signing, key_is_for_mac, key_is_elliptic,
// algorithm_not_for_asymmetric_key (an RSA scheme for an SM2 key and the reverse).
// Decrypt adds asymmetric_decryption_failed, encrypt plaintext_empty and plaintext_too_long.
Result<AsymmetricDecryptOutput> asymmetric_decrypt(const Call& call, const AsymmetricInput& input);
Result<AsymmetricEncryptOutput> asymmetric_encrypt(const Call& call, const AsymmetricInput& input);
// Checks what asymmetric_encrypt asks first, whatever the key. Error: plaintext_empty.
Result<void> require_plaintext(ByteView plaintext);

struct PublicKeyOutput {
    const store::Key* key;
    ByteView der;  // SubjectPublicKeyInfo, as long as the guard
};
// `operation` get_public_key rules of state apply unless `any_state`. Errors: key_is_symmetric, state.
Result<PublicKeyOutput> get_public_key(const Call& call, const store::Key& key, bool any_state);

// Encrypts an answer to a public key that the caller gave in PEM: RSA of 2,048 bits, or SM2. Errors:
// public_key_invalid, encryption_failed.
Result<Bytes> wrap_for_caller(std::string_view public_key_pem, AsymmetricScheme scheme, ByteView plaintext);

}  // namespace tandem::service
