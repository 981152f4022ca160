#pragma once
// Key wrap with padding (RFC 5649; KWP of SP 800-38F): how private keys come in under a temporary key.

#include "tandem/base/bytes.hpp"
#include "tandem/base/secret.hpp"

#include <optional>

namespace tandem::crypto {

// SM4 has blocks of the same length.
enum class WrappingCipher : bool { aes, sm4 };

// Whether an AES key of so many bytes wraps here; SM4's has 16.
constexpr bool is_wrapping_key_length(std::size_t bytes) noexcept { return bytes == 16 || bytes == 32; }

// Unwraps at most 64 KiB. Nothing when it was not wrapped under this key, or the key is of another length.
[[nodiscard]] std::optional<SecretBytes> unwrap_key(WrappingCipher cipher, ByteView wrapping_key, ByteView wrapped);

}  // namespace tandem::crypto
