#pragma once
// Elliptic curves by AsymmetricAlgorithm, owners for their arithmetic, and the door to a key's EVP_PKEY.

#include "tandem/crypto/asymmetric.hpp"

#include "openssl.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>

namespace tandem::crypto {

using BigNumber = std::unique_ptr<BIGNUM, Freer<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freer<EC_POINT_clear_free>>;

// RSA and Ed25519 keys are on no such curve: null pointers and zeros.
struct Curve {
    const char* key_type = nullptr;
    const char* group = nullptr;
    int number = 0;
    std::size_t coordinate_bytes = 0;
};
const Curve& curve_of(AsymmetricAlgorithm algorithm) noexcept;

struct PkeyAccess {
    static EVP_PKEY* of(const PublicKey& key) noexcept { return key.key_.get(); }
    static EVP_PKEY* of(const PrivateKey& key) noexcept { return key.key_.get(); }
};

}  // namespace tandem::crypto
