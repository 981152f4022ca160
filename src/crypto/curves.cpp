#include "curves.hpp"

#include <openssl/objects.h>

#include <array>

namespace tandem::crypto {
namespace {

// Curves by AsymmetricAlgorithm.
constexpr std::array<Curve, 9> kCurves{{
    {},
    {},
    {},
    {"SM2", "SM2", NID_sm2, 32},
    {"EC", "P-256", NID_X9_62_prime256v1, 32},
    {"EC", "P-384", NID_secp384r1, 48},
    {"EC", "secp256k1", NID_secp256k1, 32},
    {},
    {},
}};

std::optional<AsymmetricAlgorithm> rsa_of(int bits) noexcept {
    switch (bits) {
        case 2048:
            return AsymmetricAlgorithm::rsa_2048;
        case 3072:
            return AsymmetricAlgorithm::rsa_3072;
        case 4096:
            return AsymmetricAlgorithm::rsa_4096;
        default:
            return std::nullopt;
    }
}

std::optional<AsymmetricAlgorithm> algorithm_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1) return AsymmetricAlgorithm::ed25519;
    if (EVP_PKEY_is_a(key, "RSA") == 1) return rsa_of(EVP_PKEY_get_bits(key));
    std::array<char, 64> group{};
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    const int number = OBJ_txt2nid(group.data());
    for (std::size_t i = 0; i < kCurves.size(); ++i)
        if (kCurves[i].number != 0 && kCurves[i].number == number) return static_cast<AsymmetricAlgorithm>(i);
    return std::nullopt;
}

}  // namespace

const Curve& curve_of(AsymmetricAlgorithm algorithm) noexcept { return kCurves[static_cast<std::size_t>(algorithm)]; }

std::optional<AsymmetricAlgorithm> PrivateKey::algorithm() const { return algorithm_of(key_.get()); }
std::optional<AsymmetricAlgorithm> PublicKey::algorithm() const { return algorithm_of(key_.get()); }

}  // namespace tandem::crypto
