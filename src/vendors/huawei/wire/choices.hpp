#pragma once
// The words that fields may hold and what they stand for (section 7): one table a vocabulary, for the check of
// requests, the compatibility page and the handlers.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/mac.hpp"
#include "tandem/crypto/signature.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/service/actions/asymmetric.hpp"
#include "tandem/service/actions/import.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace tandem::api::huawei {

template <class Value>
struct Choice {
    std::string_view name;
    Value value;
};
template <class Value, std::size_t kSize>
using Choices = std::array<Choice<Value>, kSize>;

template <class Value, std::size_t kSize>
constexpr std::array<std::string_view, kSize> names_of(const Choices<Value, kSize>& table) noexcept {
    std::array<std::string_view, kSize> names;
    std::ranges::transform(table, names.begin(), &Choice<Value>::name);
    return names;
}

// The field's value. The first row is for an absent one; others than the table's do not come through the field's
// limit.
template <class Value, std::size_t kSize>
constexpr const Value& value_of(const Choices<Value, kSize>& table, std::string_view name) noexcept {
    const auto row = std::ranges::find(table, name, &Choice<Value>::name);
    return row == table.end() ? table.front().value : row->value;
}

// ---- keystores: the first is what one is without saying ----

inline constexpr std::array<std::string_view, 3> kKeystoreTypes{"DHSM", "CDMS", "DEFAULT"};

// ---- keys ----

inline constexpr Choices<keys::KeyUsage, 3> kKeyUsages{{
    {"ENCRYPT_DECRYPT", keys::KeyUsage::encrypt_decrypt},
    {"SIGN_VERIFY", keys::KeyUsage::sign_verify},
    {"GENERATE_VERIFY_MAC", keys::KeyUsage::generate_verify_mac},
}};
inline constexpr Choices<keys::KeyOrigin, 2> kOrigins{{
    {"kms", keys::KeyOrigin::generated},
    {"external", keys::KeyOrigin::external},
}};
inline constexpr Choices<service::WrappingAlgorithm, 4> kWrappingAlgorithms{{
    {"RSAES_OAEP_SHA_256", service::WrappingAlgorithm::rsaes_oaep_sha256},
    {"SM2_ENCRYPT", service::WrappingAlgorithm::sm2},
    {"RSAES_OAEP_SHA_1", service::WrappingAlgorithm::rsaes_oaep_sha1},
    {"RSAES_PKCS1_V1_5", service::WrappingAlgorithm::rsaes_pkcs1_v1_5},
}};

// ---- messages and data keys ----

// Nothing for symmetric keys. encrypt-data and decrypt-data take all but the last (section 6.3), which is re-encrypt's.
using EncryptionAlgorithm = std::optional<service::AsymmetricScheme>;
inline constexpr std::string_view kSymmetricDefault = "SYMMETRIC_DEFAULT";
inline constexpr Choices<EncryptionAlgorithm, 4> kEncryptionAlgorithms{{
    {kSymmetricDefault, std::nullopt},
    {"RSAES_OAEP_SHA_256", crypto::RsaPadding::oaep_sha256},
    {"SM2_ENCRYPT", crypto::Sm2Form::asn1},
    {"RSAES_OAEP_SHA_1", crypto::RsaPadding::oaep_sha1},
}};
inline constexpr Choices<crypto::AsymmetricAlgorithm, 3> kRsaPairs{{
    {"RSA_2048", crypto::AsymmetricAlgorithm::rsa_2048},
    {"RSA_3072", crypto::AsymmetricAlgorithm::rsa_3072},
    {"RSA_4096", crypto::AsymmetricAlgorithm::rsa_4096},
}};
inline constexpr Choices<crypto::AsymmetricAlgorithm, 5> kCurvePairs{{
    {"ECC_NIST_P256", crypto::AsymmetricAlgorithm::ec_p256},
    {"ECC_NIST_P384", crypto::AsymmetricAlgorithm::ec_p384},
    {"ECC_NIST_P521", crypto::AsymmetricAlgorithm::ec_p521},
    {"ECC_SECG_P256K1", crypto::AsymmetricAlgorithm::ec_secp256k1},
    {"SM2", crypto::AsymmetricAlgorithm::sm2},
}};

// ---- signatures and MACs ----

// Nothing: beyond what OpenSSL 3.0 has.
inline constexpr Choices<std::optional<crypto::SignatureScheme>, 12> kSigningAlgorithms{{
    {"RSASSA_PSS_SHA_256", crypto::SignatureScheme::rsa_pss_sha256},
    {"RSASSA_PSS_SHA_384", crypto::SignatureScheme::rsa_pss_sha384},
    {"RSASSA_PSS_SHA_512", crypto::SignatureScheme::rsa_pss_sha512},
    {"RSASSA_PKCS1_V1_5_SHA_256", crypto::SignatureScheme::rsa_pkcs1_sha256},
    {"RSASSA_PKCS1_V1_5_SHA_384", crypto::SignatureScheme::rsa_pkcs1_sha384},
    {"RSASSA_PKCS1_V1_5_SHA_512", crypto::SignatureScheme::rsa_pkcs1_sha512},
    {"ECDSA_SHA_256", crypto::SignatureScheme::ecdsa_sha256},
    {"ECDSA_SHA_384", crypto::SignatureScheme::ecdsa_sha384},
    {"ECDSA_SHA_512", crypto::SignatureScheme::ecdsa_sha512},
    {"SM2DSA_SM3", crypto::SignatureScheme::sm2_sm3},
    {"ED25519_SHA_512", crypto::SignatureScheme::ed25519},
    {"ED25519_PH_SHA_512", std::nullopt},
}};
inline constexpr Choices<crypto::MessageForm, 2> kMessageTypes{{
    {"DIGEST", crypto::MessageForm::digest},
    {"RAW", crypto::MessageForm::raw},
}};
inline constexpr Choices<crypto::MacAlgorithm, 4> kMacAlgorithms{{
    {"HMAC_SHA_256", crypto::MacAlgorithm::hmac_sha256},
    {"HMAC_SHA_384", crypto::MacAlgorithm::hmac_sha384},
    {"HMAC_SHA_512", crypto::MacAlgorithm::hmac_sha512},
    {"HMAC_SM3", crypto::MacAlgorithm::hmac_sm3},
}};

}  // namespace tandem::api::huawei
