#pragma once
// RSA, SM2 and elliptic-curve keys, and what they encrypt. Parsed once and kept: decoding a private key costs more than
// an RSA-2048 decryption. Signatures are in signature.hpp, key agreement in key_agreement.hpp.

#include "tandem/base/error.hpp"
#include "tandem/base/secret.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY;

namespace tandem::crypto {

enum class AsymmetricAlgorithm : std::uint8_t {
    rsa_2048,
    rsa_3072,
    rsa_4096,
    sm2,
    ec_p256,
    ec_p384,
    ec_secp256k1,
    ed25519,
    ec_p521,  // made for others; no key spec has it
};

constexpr bool is_rsa(AsymmetricAlgorithm algorithm) noexcept { return algorithm <= AsymmetricAlgorithm::rsa_4096; }

enum class RsaPadding : std::uint8_t {
    pkcs1_v1_5,   // only where an API names it
    oaep_sha1,    // OAEP and MGF1 with SHA-1
    oaep_sha256,  // OAEP and MGF1 with SHA-256
};

enum class Sm2Form : std::uint8_t {
    asn1,        // GB/T 35276 SEQUENCE { x, y, hash, ciphertext }
    raw_c1c3c2,  // 04 ‖ x ‖ y ‖ hash 32 ‖ ciphertext
};

struct PkeyDeleter {
    void operator()(EVP_PKEY* key) const noexcept;
};
using PkeyPointer = std::unique_ptr<EVP_PKEY, PkeyDeleter>;

// Thread-safe for concurrent use once made.
class PublicKey {
  public:
    // DER SubjectPublicKeyInfo, or PEM of it; RSA from 2,048 to 8,192 bits. Error: public_key_invalid.
    static Result<PublicKey> from_der(ByteView spki);
    static Result<PublicKey> from_pem(std::string_view pem);

    [[nodiscard]] bool is_rsa() const noexcept;
    [[nodiscard]] bool is_sm2() const noexcept;
    [[nodiscard]] std::size_t bits() const noexcept;
    [[nodiscard]] std::optional<AsymmetricAlgorithm> algorithm() const;  // nothing: no key spec is like it
    [[nodiscard]] Bytes to_der() const;                                  // SubjectPublicKeyInfo
    [[nodiscard]] std::string to_pem() const;                            // LF line ends

    // Longest plaintext: modulus - 11 (PKCS#1), - 42 (OAEP SHA-1), - 66 (OAEP SHA-256). Errors: encryption_failed,
    // plaintext_too_long.
    [[nodiscard]] Result<Bytes> rsa_encrypt(RsaPadding padding, ByteView plaintext) const;
    // Error: encryption_failed, also for an empty plaintext.
    [[nodiscard]] Result<Bytes> sm2_encrypt(Sm2Form form, ByteView plaintext) const;

  private:
    friend class PrivateKey;
    friend struct PkeyAccess;
    explicit PublicKey(PkeyPointer key) : key_(std::move(key)) {}
    PkeyPointer key_;
};

class PrivateKey {
  public:
    // Takes milliseconds, or up to seconds (RSA): never on an I/O thread. Error: overloaded, when an RSA key was
    // stopped, which it is within milliseconds.
    static Result<PrivateKey> generate(AsymmetricAlgorithm algorithm, const std::stop_token& stop = {});
    // DER PKCS#8, the form in which material is stored. Error: internal.
    static Result<PrivateKey> from_der(ByteView pkcs8);
    // PEM without a passphrase: PKCS#8, or the older forms of RSA and EC keys. Error: parameter_invalid, also for a
    // kind of key that is no AsymmetricAlgorithm.
    static Result<PrivateKey> from_pem(std::string_view pem);
    // Makes a curve's key (SM2 and EC) of a big-endian number from 1 to the order minus two. Error: parameter_invalid.
    static Result<PrivateKey> from_scalar(AsymmetricAlgorithm algorithm, ByteView scalar);

    [[nodiscard]] SecretBytes to_der() const;
    [[nodiscard]] Result<PublicKey> public_key() const;
    [[nodiscard]] std::optional<AsymmetricAlgorithm> algorithm() const;
    // The private part belongs to the public one; for keys that came from outside. Takes milliseconds (RSA: tens).
    [[nodiscard]] bool is_consistent() const;

    // Both: error asymmetric_decryption_failed, whatever was wrong; the time does not tell which padding byte.
    [[nodiscard]] Result<SecretBytes> rsa_decrypt(RsaPadding padding, ByteView ciphertext) const;
    [[nodiscard]] Result<SecretBytes> sm2_decrypt(Sm2Form form, ByteView ciphertext) const;

  private:
    friend struct PkeyAccess;
    explicit PrivateKey(PkeyPointer key) : key_(std::move(key)) {}
    PkeyPointer key_;
};

// SM2 ciphertext forms, without keys. Error: ciphertext_malformed.
[[nodiscard]] Result<Bytes> sm2_asn1_to_raw(ByteView asn1);
[[nodiscard]] Result<Bytes> sm2_raw_to_asn1(ByteView raw);

}  // namespace tandem::crypto
