#include "tandem/crypto/key_agreement.hpp"

#include "support/hex.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::from_hex;
using test::Succeeds;
using enum AsymmetricAlgorithm;

struct AgreementVector {
    AsymmetricAlgorithm algorithm;
    const char* ours;
    const char* theirs;
    const char* secret;
};
constexpr const char* kFirst = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
constexpr const char* kSecond = "128b2fa8bd433c6c068c8d803dff79792a519a55171b1b650c23661d15897263";

// RFC 5903 sections 8.1 and 8.2; the answers on the other curves are of an implementation in plain Python.
const AgreementVector kAgreementVectors[] = {
    {ec_p256, "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
     "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
     "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"},
    {ec_p384, "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194",
     "41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2960e4bd55a7448fc",
     "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746"},
    {sm2, kFirst, kSecond, "30ccb0bf93c88c00b6827d79ec948490858539bb72d69ed5b8f98ced33b23443"},
    {ec_secp256k1, kFirst, kSecond, "eb56aa833739aeb6cda68684844a1331a1124e1e40250b97a1d8d9a495d0d7d7"},
};

PrivateKey key_of(AsymmetricAlgorithm algorithm, const char* scalar) {
    return *PrivateKey::from_scalar(algorithm, from_hex(scalar));
}
std::string secret_of(const PrivateKey& own, const PublicKey& peer) {
    const auto secret = shared_secret(own, peer);
    EXPECT_THAT(secret, Succeeds());
    return secret ? hex_encode(secret->expose_secret()) : "";
}

TEST(KeyAgreement, has_known_answers_on_every_curve) {
    for (const AgreementVector& vector : kAgreementVectors) {
        const PrivateKey ours = key_of(vector.algorithm, vector.ours);
        const PrivateKey theirs = key_of(vector.algorithm, vector.theirs);
        EXPECT_EQ(secret_of(ours, *theirs.public_key()), vector.secret);
        EXPECT_EQ(secret_of(theirs, *ours.public_key()), vector.secret);
    }
}

// The secret of 1 and n is the x of the n-th multiple of the base point; one of the first begins with a zero byte.
TEST(KeyAgreement, keeps_leading_zeros) {
    for (unsigned n = 2; n < 5000; ++n) {
        const Bytes scalar{static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
        const PrivateKey theirs = *PrivateKey::from_scalar(ec_p256, scalar);
        const auto secret = shared_secret(*PrivateKey::from_scalar(ec_p256, Bytes{1}), *theirs.public_key());
        ASSERT_EQ(secret->size(), 32u);
        if (secret->expose_secret()[0] == 0) return;
    }
    FAIL() << "no shared secret began with a zero byte";
}

TEST(KeyAgreement, wants_a_key_of_the_same_curve) {
    const PrivateKey ours = key_of(ec_p256, kFirst);
    for (const AsymmetricAlgorithm other : {sm2, ec_secp256k1, ec_p384, ed25519, rsa_2048})
        EXPECT_THAT(shared_secret(ours, *PrivateKey::generate(other)->public_key()),
                    FailsWith(ErrorCode::public_key_invalid));
}

TEST(KeyAgreement, is_for_keys_on_curves) {
    for (const AsymmetricAlgorithm algorithm : {ed25519, rsa_2048}) {
        const PrivateKey key = *PrivateKey::generate(algorithm);
        EXPECT_THAT(shared_secret(key, *key.public_key()), FailsWith(ErrorCode::algorithm_not_for_asymmetric_key));
    }
}

TEST(KeyAgreement, meets_no_point_that_is_off_the_curve) {
    Bytes der = key_of(ec_p256, kFirst).public_key()->to_der();
    der.back() ^= 1;
    EXPECT_THAT(PublicKey::from_der(der), FailsWith(ErrorCode::public_key_invalid));
}

}  // namespace
}  // namespace tandem::crypto
