#pragma once
// key_spec (section 5.2), in the order of the neutral specs.

#include "choices.hpp"

namespace tandem::api::huawei {

inline constexpr Choices<keys::KeySpec, 14> kKeySpecs{{
    {"AES_256", keys::KeySpec::aes_256},
    {"SM4", keys::KeySpec::sm4},
    {"RSA_2048", keys::KeySpec::rsa_2048},
    {"RSA_3072", keys::KeySpec::rsa_3072},
    {"RSA_4096", keys::KeySpec::rsa_4096},
    {"SM2", keys::KeySpec::sm2},
    {"EC_P256", keys::KeySpec::ec_p256},
    {"EC_P384", keys::KeySpec::ec_p384},
    {"SECP256K1", keys::KeySpec::secp256k1},
    {"ED25519", keys::KeySpec::ed25519},
    {"HMAC_256", keys::KeySpec::hmac_256},
    {"HMAC_384", keys::KeySpec::hmac_384},
    {"HMAC_512", keys::KeySpec::hmac_512},
    {"HMAC_SM3", keys::KeySpec::hmac_sm3},
}};
// A filter's word for all of them.
inline constexpr std::string_view kEverySpec = "ALL";
static_assert(std::ranges::is_sorted(kKeySpecs, {}, &Choice<keys::KeySpec>::value));
static_assert(kKeySpecs.back().value == keys::KeySpec{kKeySpecs.size() - 1});

inline std::string_view key_spec_name(keys::KeySpec spec) noexcept {
    return kKeySpecs[static_cast<std::size_t>(spec)].name;
}

}  // namespace tandem::api::huawei
