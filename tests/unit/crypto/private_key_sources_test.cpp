// Private keys that come from outside: PEM and scalars.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"

#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::Succeeds;
using Algorithm = AsymmetricAlgorithm;

struct Order {
    Algorithm algorithm;
    const char* hex;
};
// SEC 2, FIPS 186-4 and GB/T 32918.5.
constexpr Order kOrders[] = {
    {Algorithm::ec_p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {Algorithm::ec_p384,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
    {Algorithm::ec_secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"},
    {Algorithm::sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"},
};

Result<PrivateKey> from_order(const Order& order, unsigned less) {
    auto bytes = *hex_decode(order.hex);
    bytes.back() = static_cast<std::uint8_t>(bytes.back() - less);
    return PrivateKey::from_scalar(order.algorithm, bytes);
}

std::string pem_of(const PrivateKey& key) {
    return "-----BEGIN PRIVATE KEY-----\n" + base64_encode(key.to_der().expose_secret()) +
           "\n-----END PRIVATE KEY-----\n";
}

TEST(PrivateKeySources, scalars_go_from_1_to_the_order_minus_2) {
    for (const auto& order : kOrders) {
        const Bytes zero(32, 0);
        EXPECT_THAT(PrivateKey::from_scalar(order.algorithm, zero), FailsWith(ErrorCode::parameter_invalid));
        EXPECT_THAT(PrivateKey::from_scalar(order.algorithm, {}), FailsWith(ErrorCode::parameter_invalid));
        const Bytes one{1};
        EXPECT_THAT(PrivateKey::from_scalar(order.algorithm, one), Succeeds());
        EXPECT_THAT(from_order(order, 2), Succeeds());
        EXPECT_THAT(from_order(order, 1), FailsWith(ErrorCode::parameter_invalid));
        EXPECT_THAT(from_order(order, 0), FailsWith(ErrorCode::parameter_invalid));
    }
}

TEST(PrivateKeySources, keys_of_scalars_are_consistent_and_of_their_algorithm) {
    for (const auto& order : kOrders) {
        const auto key = from_order(order, 5);
        ASSERT_THAT(key, Succeeds());
        EXPECT_EQ(key->algorithm(), order.algorithm);
        EXPECT_TRUE(key->is_consistent());
        const auto again = PrivateKey::from_der(key->to_der().expose_secret());
        ASSERT_THAT(again, Succeeds());
        EXPECT_EQ(again->public_key()->to_der(), key->public_key()->to_der());
    }
}

TEST(PrivateKeySources, other_kinds_are_no_scalars) {
    const Bytes one{1};
    for (const auto algorithm : {Algorithm::rsa_2048, Algorithm::rsa_3072, Algorithm::rsa_4096, Algorithm::ed25519})
        EXPECT_THAT(PrivateKey::from_scalar(algorithm, one), FailsWith(ErrorCode::parameter_invalid));
}

TEST(PrivateKeySources, pem_tells_its_algorithm) {
    for (const auto algorithm : {Algorithm::rsa_2048, Algorithm::rsa_3072, Algorithm::sm2, Algorithm::ec_p256,
                                 Algorithm::ec_p384, Algorithm::ec_secp256k1, Algorithm::ed25519}) {
        const auto key = PrivateKey::generate(algorithm);
        ASSERT_THAT(key, Succeeds());
        const auto parsed = PrivateKey::from_pem(pem_of(*key));
        ASSERT_THAT(parsed, Succeeds());
        EXPECT_EQ(parsed->algorithm(), algorithm);
        EXPECT_EQ(parsed->to_der(), key->to_der());
        EXPECT_TRUE(parsed->is_consistent());
    }
}

TEST(PrivateKeySources, what_is_no_pem_of_a_private_key_is_refused) {
    const auto key = PrivateKey::generate(Algorithm::ec_p256);
    const auto pem = pem_of(*key);
    for (const std::string& text :
         {std::string{}, std::string{"hello"}, pem.substr(0, pem.size() / 2), key->public_key()->to_pem()})
        EXPECT_THAT(PrivateKey::from_pem(text), FailsWith(ErrorCode::parameter_invalid)) << text;
}

TEST(PrivateKeySources, a_pem_under_a_passphrase_is_refused_without_asking) {
    constexpr char kEncrypted[] =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgAAAAAAAAAAAICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAAAAAAA\n"
        "-----END ENCRYPTED PRIVATE KEY-----\n";
    EXPECT_THAT(PrivateKey::from_pem(kEncrypted), FailsWith(ErrorCode::parameter_invalid));
}

TEST(PrivateKeySources, a_public_part_of_another_key_is_noticed) {
    const auto one = PrivateKey::generate(Algorithm::ec_p256);
    const auto two = PrivateKey::generate(Algorithm::ec_p256);
    auto mixed = one->to_der();
    const auto other = two->to_der();
    // PKCS#8 of P-256 ends with the 65 bytes of the public point.
    const auto to = mixed.expose_secret_for_writing();
    std::copy(other.expose_secret().end() - 65, other.expose_secret().end(), to.end() - 65);
    const auto parsed = PrivateKey::from_der(mixed.expose_secret());
    EXPECT_TRUE(!parsed || !parsed->is_consistent());
}

}  // namespace
}  // namespace tandem::crypto
