#include "tandem/crypto/signature.hpp"

#include "tandem/crypto/digest.hpp"

#include "self_test_vectors.hpp"
#include "signature_vectors.hpp"
#include "support/hex.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::from_hex;
using test::Succeeds;
using enum SignatureScheme;

constexpr SignatureScheme kAllSchemes[] = {rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512, rsa_pss_sha256,
                                           rsa_pss_sha384,   rsa_pss_sha512,   ecdsa_sha256,     ecdsa_sha384,
                                           ecdsa_sha512,     sm2_sm3,          ed25519};

ByteView sample() { return as_bytes("sample"); }
SignedMessage raw(SignatureScheme scheme, ByteView message) { return {scheme, MessageForm::raw, message}; }
SignedMessage digest(SignatureScheme scheme, ByteView bytes) { return {scheme, MessageForm::digest, bytes}; }

PrivateKey rsa_key() { return *PrivateKey::from_der(*base64_decode(self_test_vectors::kRsaKey)); }
PrivateKey curve_key(AsymmetricAlgorithm algorithm, std::string_view scalar) {
    return *PrivateKey::from_scalar(algorithm, from_hex(scalar));
}
PrivateKey ed25519_key(std::string_view seed) {
    return *PrivateKey::from_der(from_hex(std::string{"302e020100300506032b657004220420"} + std::string{seed}));
}

// r and s without leading zeros in their values, as a DER sequence.
Bytes der_signature(std::string_view r, std::string_view s) {
    Bytes content;
    for (const std::string_view number : {r, s}) {
        const Bytes digits = from_hex(number);
        const bool high = (digits[0] & 0x80) != 0;
        content.push_back(0x02);
        content.push_back(static_cast<std::uint8_t>(digits.size() + (high ? 1 : 0)));
        if (high) content.push_back(0);
        append(content, digits);
    }
    Bytes der{0x30, static_cast<std::uint8_t>(content.size())};
    append(der, content);
    return der;
}

bool is_valid(const PrivateKey& key, const SignedMessage& message, ByteView signature) {
    return verify(*key.public_key(), message, signature).value();
}

Bytes evp_digest(const char* name, ByteView message) {
    Bytes bytes(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    EXPECT_EQ(EVP_Q_digest(nullptr, name, nullptr, message.data(), message.size(), bytes.data(), &size), 1);
    bytes.resize(size);
    return bytes;
}

// ---- known answers ----

TEST(Signature, of_rsa_is_what_the_openssl_command_line_makes) {
    using namespace signature_vectors;
    const PrivateKey key = rsa_key();
    const std::pair<SignatureScheme, const char*> vectors[] = {{rsa_pkcs1_sha256, kPkcs1Signature256},
                                                               {rsa_pkcs1_sha384, kPkcs1Signature384},
                                                               {rsa_pkcs1_sha512, kPkcs1Signature512}};
    for (const auto& [scheme, signature] : vectors)
        EXPECT_EQ(base64_encode(*sign(key, raw(scheme, sample()))), signature);
}

TEST(Signature, of_rsa_made_by_the_openssl_command_line_is_valid) {
    using namespace signature_vectors;
    const PrivateKey key = rsa_key();
    const std::pair<SignatureScheme, const char*> vectors[] = {
        {rsa_pkcs1_sha256, kPkcs1Signature256},  {rsa_pkcs1_sha384, kPkcs1Signature384},
        {rsa_pkcs1_sha512, kPkcs1Signature512},  {rsa_pss_sha256, kPssSignature256},
        {rsa_pss_sha384, kPssSignature384},      {rsa_pss_sha512, kPssSignature512},
        {rsa_pss_sha256, kPssShortSaltSignature}};
    for (const auto& [scheme, signature] : vectors)
        for (const SignatureScheme checked : kAllSchemes) {
            if (!scheme_fits(checked, AsymmetricAlgorithm::rsa_2048)) continue;
            EXPECT_EQ(is_valid(key, raw(checked, sample()), *base64_decode(signature)), checked == scheme);
        }
}

// RFC 6979 appendices A.2.5 and A.2.6.
struct EcdsaVector {
    AsymmetricAlgorithm algorithm;
    const char* scalar;
    SignatureScheme scheme;
    const char* r;
    const char* s;
};
constexpr const char* kP256 = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr const char* kP384 =
    "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5";
const EcdsaVector kEcdsaVectors[] = {
    {AsymmetricAlgorithm::ec_p256, kP256, ecdsa_sha256,
     "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
     "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {AsymmetricAlgorithm::ec_p256, kP256, ecdsa_sha384,
     "0eafea039b20e9b42309fb1d89e213057cbf973dc0cfc8f129edddc800ef7719",
     "4861f0491e6998b9455193e34e7b0d284ddd7149a74b95b9261f13abde940954"},
    {AsymmetricAlgorithm::ec_p256, kP256, ecdsa_sha512,
     "8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00",
     "2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fe"},
    {AsymmetricAlgorithm::ec_p384, kP384, ecdsa_sha384,
     "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
     "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"},
};

TEST(Signature, of_ecdsa_has_the_vectors_of_rfc_6979) {
    for (const EcdsaVector& vector : kEcdsaVectors) {
        const PrivateKey key = curve_key(vector.algorithm, vector.scalar);
        const Bytes signature = der_signature(vector.r, vector.s);
        EXPECT_TRUE(is_valid(key, raw(vector.scheme, sample()), signature));
        EXPECT_FALSE(is_valid(key, raw(vector.scheme, as_bytes("Sample")), signature));
    }
}

// GM/T 0003.5-2012 appendix A.2: the key, the user's id, the message and its signature.
constexpr const char* kSm2Scalar = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";

TEST(Signature, of_sm2_has_the_vector_of_the_standard) {
    const PrivateKey key = curve_key(AsymmetricAlgorithm::sm2, kSm2Scalar);
    const Bytes signature = der_signature("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
                                          "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    EXPECT_TRUE(is_valid(key, raw(sm2_sm3, as_bytes("message digest")), signature));
    const Bytes e = from_hex("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
    EXPECT_TRUE(is_valid(key, digest(sm2_sm3, e), signature));
    EXPECT_FALSE(is_valid(key, digest(sm2_sm3, sm3(as_bytes("message digest"))), signature));  // without Z
}

// RFC 8032 section 7.1, test 2.
TEST(Signature, of_ed25519_has_the_vector_of_rfc_8032) {
    const PrivateKey key = ed25519_key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const Bytes message{0x72};
    const auto signature = sign(key, raw(ed25519, message));
    ASSERT_THAT(signature, Succeeds());
    EXPECT_EQ(hex_encode(*signature),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
              "387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(is_valid(key, raw(ed25519, message), *signature));
}

// ---- rules ----

struct KeyAndSchemes {
    PrivateKey key;
    std::vector<SignatureScheme> schemes;
};
std::vector<KeyAndSchemes> keys_and_schemes() {
    const std::vector<SignatureScheme> rsa{rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512,
                                           rsa_pss_sha256,   rsa_pss_sha384,   rsa_pss_sha512};
    const std::vector<SignatureScheme> ecdsa{ecdsa_sha256, ecdsa_sha384, ecdsa_sha512};
    std::vector<KeyAndSchemes> all;
    all.push_back({rsa_key(), rsa});
    all.push_back({curve_key(AsymmetricAlgorithm::ec_p256, kP256), ecdsa});
    all.push_back({curve_key(AsymmetricAlgorithm::ec_p384, kP384), ecdsa});
    all.push_back({curve_key(AsymmetricAlgorithm::ec_secp256k1, kP256), ecdsa});
    all.push_back({curve_key(AsymmetricAlgorithm::sm2, kSm2Scalar), {sm2_sm3}});
    all.push_back({*PrivateKey::generate(AsymmetricAlgorithm::ed25519), {ed25519}});
    return all;
}

TEST(Signature, is_valid_for_its_message_alone) {
    for (const auto& [key, schemes] : keys_and_schemes()) {
        for (const SignatureScheme scheme : schemes) {
            for (const Bytes& message : {Bytes{}, Bytes{1}, Bytes(4096, 7)}) {
                const auto signature = sign(key, raw(scheme, message));
                ASSERT_THAT(signature, Succeeds());
                EXPECT_TRUE(is_valid(key, raw(scheme, message), *signature));
                Bytes other = message;
                other.push_back(0);
                EXPECT_FALSE(is_valid(key, raw(scheme, other), *signature));
            }
        }
    }
}

TEST(Signature, is_of_a_scheme_of_its_key) {
    for (const auto& [key, schemes] : keys_and_schemes()) {
        for (const SignatureScheme scheme : kAllSchemes) {
            const bool fits = std::ranges::find(schemes, scheme) != schemes.end();
            EXPECT_EQ(scheme_fits(scheme, *key.algorithm()), fits);
            EXPECT_EQ(sign(key, raw(scheme, sample())).has_value(), fits);
            if (fits) continue;
            EXPECT_THAT(sign(key, raw(scheme, sample())), FailsWith(ErrorCode::algorithm_not_for_asymmetric_key));
            EXPECT_THAT(verify(*key.public_key(), raw(scheme, sample()), Bytes(64)),
                        FailsWith(ErrorCode::algorithm_not_for_asymmetric_key));
        }
    }
}

TEST(Signature, of_a_digest_is_that_of_its_message) {
    const std::pair<SignatureScheme, const char*> hashes[] = {
        {rsa_pkcs1_sha256, "SHA256"}, {rsa_pkcs1_sha384, "SHA384"}, {rsa_pkcs1_sha512, "SHA512"},
        {rsa_pss_sha256, "SHA256"},   {rsa_pss_sha384, "SHA384"},   {rsa_pss_sha512, "SHA512"},
        {ecdsa_sha256, "SHA256"},     {ecdsa_sha384, "SHA384"},     {ecdsa_sha512, "SHA512"}};
    for (const auto& [key, schemes] : keys_and_schemes()) {
        for (const auto& [scheme, hash] : hashes) {
            if (!scheme_fits(scheme, *key.algorithm())) continue;
            const Bytes hashed = evp_digest(hash, sample());
            EXPECT_EQ(hashed.size(), digest_bytes(scheme));
            EXPECT_TRUE(is_valid(key, raw(scheme, sample()), *sign(key, digest(scheme, hashed))));
            EXPECT_TRUE(is_valid(key, digest(scheme, hashed), *sign(key, raw(scheme, sample()))));
        }
    }
}

TEST(Signature, takes_digests_of_its_own_length_alone) {
    for (const auto& [key, schemes] : keys_and_schemes()) {
        for (const SignatureScheme scheme : schemes) {
            const std::size_t right = digest_bytes(scheme);
            for (const std::size_t size : {std::size_t{0}, right - 1, right + 1, std::size_t{20}}) {
                if (size > 100) continue;  // one less than none
                EXPECT_THAT(sign(key, digest(scheme, Bytes(size))), FailsWith(ErrorCode::digest_length_mismatch));
                EXPECT_THAT(verify(*key.public_key(), digest(scheme, Bytes(size)), Bytes(64)),
                            FailsWith(ErrorCode::digest_length_mismatch));
            }
            EXPECT_EQ(sign(key, digest(scheme, Bytes(right))).has_value(), right != 0);
        }
    }
}

TEST(Signature, that_was_changed_cut_or_made_longer_is_invalid) {
    for (const auto& [key, schemes] : keys_and_schemes()) {
        const SignatureScheme scheme = schemes.back();
        const Bytes good = *sign(key, raw(scheme, sample()));
        for (std::size_t at = 0; at < good.size(); at += 7) {
            Bytes changed = good;
            changed[at] ^= 1;
            EXPECT_FALSE(is_valid(key, raw(scheme, sample()), changed)) << at;
        }
        EXPECT_FALSE(is_valid(key, raw(scheme, sample()), ByteView{good}.first(good.size() - 1)));
        EXPECT_FALSE(is_valid(key, raw(scheme, sample()), {}));
        Bytes longer = good;
        longer.push_back(0);
        EXPECT_FALSE(is_valid(key, raw(scheme, sample()), longer));
    }
}

TEST(Signature, of_another_key_is_invalid) {
    const PrivateKey key = curve_key(AsymmetricAlgorithm::ec_p256, kP256);
    const PrivateKey other = curve_key(AsymmetricAlgorithm::ec_p256, kSm2Scalar);
    EXPECT_FALSE(is_valid(other, raw(ecdsa_sha256, sample()), *sign(key, raw(ecdsa_sha256, sample()))));
}

TEST(Signature, of_pss_is_salted) {
    const PrivateKey key = rsa_key();
    EXPECT_NE(*sign(key, raw(rsa_pss_sha256, sample())), *sign(key, raw(rsa_pss_sha256, sample())));
}

}  // namespace
}  // namespace tandem::crypto
