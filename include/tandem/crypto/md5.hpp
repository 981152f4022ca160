#pragma once
// MD5, for APIs that show it of what is no secret. Nothing relies on it.

#include "tandem/base/bytes.hpp"

#include <array>

namespace tandem::crypto {

using Md5Digest = std::array<std::uint8_t, 16>;

// All zeros where OpenSSL has no MD5, as under its FIPS provider.
[[nodiscard]] Md5Digest md5(ByteView bytes) noexcept;

}  // namespace tandem::crypto
