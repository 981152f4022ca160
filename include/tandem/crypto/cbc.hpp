#pragma once
// CBC with PKCS#7 padding and no authentication: only where a vendor's API is defined so, for others to open.

#include "tandem/base/bytes.hpp"

#include <cstdint>
#include <span>

namespace tandem::crypto {

enum class CbcCipher : std::uint8_t { aes256, sm4 };

inline constexpr std::size_t kCbcIvBytes = 16;

constexpr std::size_t cbc_key_bytes(CbcCipher cipher) noexcept { return cipher == CbcCipher::aes256 ? 32 : 16; }

// `key` is of cbc_key_bytes(). The result is 16 * (n / 16 + 1) bytes for n of plaintext.
[[nodiscard]] Bytes cbc_encrypt(CbcCipher cipher, ByteView key, std::span<const std::uint8_t, kCbcIvBytes> iv,
                                ByteView plaintext);

}  // namespace tandem::crypto
