#pragma once
// How a key of a client says which curve it is on: by the curve's name alone (RFC 5480 section 2.1.1, RFC 5915 section
// 3), since parameters that are spelled out may describe another one.

#include "tandem/crypto/asymmetric.hpp"

namespace tandem::crypto {

// True also of keys that have no curve.
[[nodiscard]] bool names_its_curve(const PublicKey& key) noexcept;
[[nodiscard]] bool names_its_curve(const PrivateKey& key) noexcept;

}  // namespace tandem::crypto
