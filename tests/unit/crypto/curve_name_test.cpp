#include "tandem/crypto/curve_name.hpp"

#include "curves.hpp"
#include "openssl.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>

namespace tandem::crypto {
namespace {

using enum AsymmetricAlgorithm;

// How a key tells its curve when it is written.
void write_as(const PrivateKey& key, const char* form) {
    ASSERT_EQ(EVP_PKEY_set_utf8_string_param(PkeyAccess::of(key), OSSL_PKEY_PARAM_EC_ENCODING, form), 1);
}

TEST(CurveName, is_missed_where_the_parameters_are_spelled_out) {
    for (const AsymmetricAlgorithm algorithm : {ec_p256, ec_p384, ec_secp256k1, sm2}) {
        const PrivateKey key = *PrivateKey::generate(algorithm);
        for (const bool named : {true, false}) {
            write_as(key, named ? OSSL_PKEY_EC_ENCODING_GROUP : OSSL_PKEY_EC_ENCODING_EXPLICIT);
            const PrivateKey read = *PrivateKey::from_der(key.to_der().expose_secret());
            EXPECT_EQ(read.algorithm(), algorithm);
            EXPECT_EQ(names_its_curve(read), named);
            EXPECT_EQ(names_its_curve(*key.public_key()), named);
        }
    }
}

TEST(CurveName, is_missed_of_no_key_without_a_curve) {
    for (const AsymmetricAlgorithm algorithm : {rsa_2048, ed25519}) {
        const PrivateKey key = *PrivateKey::generate(algorithm);
        EXPECT_TRUE(names_its_curve(key));
        EXPECT_TRUE(names_its_curve(*key.public_key()));
    }
}

}  // namespace
}  // namespace tandem::crypto
