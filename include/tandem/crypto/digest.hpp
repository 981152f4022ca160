#pragma once
// Digests and MACs. SHA-256 and HMAC-SHA-256 are on the way of every request, so they use the low-level functions
// (a fetch or a one-shot call costs more than the hash of a small request); the others go through EVP.

#include "tandem/base/bytes.hpp"

#include <openssl/sha.h>

#include <array>
#include <initializer_list>

namespace tandem::crypto {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;
using Sm3Digest = std::array<std::uint8_t, 32>;

// Incremental SHA-256. Copyable: a copy continues from the same state.
class Sha256 {
  public:
    Sha256() noexcept;
    Sha256& update(ByteView bytes) noexcept;
    Sha256& update(std::string_view text) noexcept { return update(as_bytes(text)); }
    [[nodiscard]] Sha256Digest finish() noexcept;

  private:
    SHA256_CTX state_;
};

[[nodiscard]] Sha256Digest sha256(ByteView bytes) noexcept;
// The digest of the pieces as if they were one text.
[[nodiscard]] Sha256Digest sha256(std::initializer_list<ByteView> pieces) noexcept;
[[nodiscard]] Sm3Digest sm3(ByteView bytes);

// An HMAC-SHA-256 key with its pads already absorbed: a MAC costs two block functions less. Immutable, thread-safe,
// copyable (a copy is a second secret), wiped on destruction.
class HmacSha256Key {
  public:
    HmacSha256Key() noexcept : HmacSha256Key(ByteView{}) {}  // the empty key
    // RFC 2104: a key of more than 64 bytes is replaced by its hash.
    explicit HmacSha256Key(ByteView key) noexcept;
    HmacSha256Key(const HmacSha256Key&) noexcept = default;
    HmacSha256Key& operator=(const HmacSha256Key&) noexcept = default;
    ~HmacSha256Key();

    [[nodiscard]] Sha256Digest sign(ByteView message) const noexcept;
    [[nodiscard]] Sha256Digest sign(std::initializer_list<ByteView> pieces) const noexcept;

    // One MAC, piece by piece.
    class Stream {
      public:
        explicit Stream(const HmacSha256Key& key) noexcept;
        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;
        ~Stream();
        Stream& update(ByteView bytes) noexcept;
        [[nodiscard]] Sha256Digest finish() noexcept;  // once

      private:
        SHA256_CTX inner_;
        SHA256_CTX outer_;
    };

  private:
    SHA256_CTX inner_;
    SHA256_CTX outer_;
};

// HMACs under a key that is used once; SHA-1 is only for the signatures of old APIs.
[[nodiscard]] Sha1Digest hmac_sha1(ByteView key, ByteView message);
[[nodiscard]] Sm3Digest hmac_sm3(ByteView key, std::initializer_list<ByteView> pieces);

// HKDF (RFC 5869) over SHA-256 and SM3. `to` is at most 255 * 32 bytes.
[[nodiscard]] Sha256Digest hkdf_extract_sha256(ByteView salt, ByteView material) noexcept;
void hkdf_expand_sha256(const HmacSha256Key& prk, std::initializer_list<ByteView> info, MutableBytes to) noexcept;
[[nodiscard]] Sm3Digest hkdf_extract_sm3(ByteView salt, ByteView material);
void hkdf_expand_sm3(ByteView prk, std::initializer_list<ByteView> info, MutableBytes to);

}  // namespace tandem::crypto
