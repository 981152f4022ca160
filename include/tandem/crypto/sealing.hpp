#pragma once
// Sealing with a fresh key a message and a commitment to it: docs/formats.md, "Sealing a message".

#include "tandem/base/bytes.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/crypto/digest.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace tandem::crypto {

enum class Suite : std::uint8_t {
    aes256_gcm = 0,        // AES-256-GCM, HKDF-SHA-256
    sm4_ctr_hmac_sm3 = 1,  // SM4-CTR then HMAC-SM3, HKDF-SM3
};

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kProofBytes = 32;  // commitment 16 ‖ tag 16, or one HMAC-SM3

enum class Padding : bool { none = false, pkcs7 = true };

// Length of the ciphertext of n plaintext bytes.
constexpr std::size_t sealed_length(std::size_t n, Padding padding) noexcept {
    return padding == Padding::pkcs7 ? 16 * (n / 16 + 1) : n;
}

// The key from which each message's key is derived: HKDF-Extract(label, material). Immutable and thread-safe.
// `label` is "tandem/v1/message" for customers' messages and "tandem/v1/record" for rows of the store.
class SealingKey {
  public:
    SealingKey(Suite suite, std::string_view label, ByteView material);
    SealingKey(const SealingKey&) = delete;
    SealingKey& operator=(const SealingKey&) = delete;
    ~SealingKey() = default;

    [[nodiscard]] Suite suite() const noexcept { return suite_; }

    // `info` is everything of the HKDF info but the salt, which this appends; `aad` is the additional
    // authenticated data in pieces that are taken as one. `ciphertext` must be sealed_length(plaintext.size(), padding)
    // bytes. Salt is 16 bytes, random and new for every message. Works on the stack; allocates nothing.
    void seal(ByteView info, ByteView salt, std::initializer_list<ByteView> aad, ByteView plaintext, Padding padding,
              MutableBytes ciphertext, std::span<std::uint8_t, kProofBytes> proof) const;

    // Writes the plaintext to `to`, which must hold ciphertext.size() bytes, and returns its length. Nothing when the
    // commitment, the tag or the padding is wrong; which one is not told. `to` then holds zeros.
    [[nodiscard]] std::optional<std::size_t> open(ByteView info, ByteView salt, std::initializer_list<ByteView> aad,
                                                  ByteView ciphertext, std::span<const std::uint8_t, kProofBytes> proof,
                                                  Padding padding, MutableBytes to) const;

  private:
    Suite suite_;
    HmacSha256Key sha256_prk_;  // suite 0
    SecretArray<32> sm3_prk_;   // suite 1
};

// HKDF-Expand of the same prk under another label, for keys that are not message keys (row MACs). Suite 0 only.
[[nodiscard]] Sha256Digest derive_subkey(std::string_view extract_label, ByteView material, std::string_view purpose);

}  // namespace tandem::crypto
