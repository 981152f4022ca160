// Making keys and their encodings.

#include "tandem/crypto/asymmetric.hpp"

#include "tandem/base/encoding.hpp"

#include "asymmetric_vectors.hpp"
#include "self_test_vectors.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stop_token>
#include <thread>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::Succeeds;

constexpr AsymmetricAlgorithm kAlgorithms[] = {AsymmetricAlgorithm::rsa_2048, AsymmetricAlgorithm::rsa_3072,
                                               AsymmetricAlgorithm::sm2,      AsymmetricAlgorithm::ec_p256,
                                               AsymmetricAlgorithm::ec_p384,  AsymmetricAlgorithm::ec_secp256k1,
                                               AsymmetricAlgorithm::ed25519};

TEST(PrivateKey, every_algorithm_survives_pkcs8) {
    for (const AsymmetricAlgorithm algorithm : kAlgorithms) {
        const auto key = PrivateKey::generate(algorithm);
        ASSERT_THAT(key, Succeeds());
        const SecretBytes der = key->to_der();
        const auto parsed = PrivateKey::from_der(der.expose_secret());
        ASSERT_THAT(parsed, Succeeds());
        EXPECT_EQ(parsed->to_der(), der);
        EXPECT_EQ(parsed->public_key()->to_der(), key->public_key()->to_der());
    }
}

TEST(PrivateKey, is_of_the_size_asked_for) {
    const std::pair<AsymmetricAlgorithm, std::size_t> sizes[] = {
        {AsymmetricAlgorithm::rsa_2048, 2048},   {AsymmetricAlgorithm::rsa_3072, 3072},
        {AsymmetricAlgorithm::rsa_4096, 4096},   {AsymmetricAlgorithm::sm2, 256},
        {AsymmetricAlgorithm::ec_p256, 256},     {AsymmetricAlgorithm::ec_p384, 384},
        {AsymmetricAlgorithm::ec_secp256k1, 256}};
    for (const auto& [algorithm, bits] : sizes) {
        EXPECT_EQ(PrivateKey::generate(algorithm)->public_key()->bits(), bits);
    }
}

TEST(PrivateKey, is_not_made_to_its_end_when_nobody_waits_for_it) {
    std::stop_source stop;
    EXPECT_THAT(PrivateKey::generate(AsymmetricAlgorithm::rsa_2048, stop.get_token()), Succeeds());
    stop.request_stop();
    for (const auto algorithm :
         {AsymmetricAlgorithm::rsa_2048, AsymmetricAlgorithm::rsa_3072, AsymmetricAlgorithm::rsa_4096}) {
        EXPECT_THAT(PrivateKey::generate(algorithm, stop.get_token()), FailsWith(ErrorCode::overloaded));
    }
}

TEST(PrivateKey, is_stopped_in_the_middle) {
    std::stop_source stop;
    std::jthread stopper{[&] { stop.request_stop(); }};
    while (PrivateKey::generate(AsymmetricAlgorithm::rsa_4096, stop.get_token())) {
    }
}

TEST(PrivateKey, is_refused_when_cut_or_followed_by_more) {
    Bytes der = base64_decode(self_test_vectors::kRsaKey).value();
    EXPECT_THAT(PrivateKey::from_der(ByteView{der}.first(der.size() - 1)), FailsWith(ErrorCode::internal));
    der.push_back(0);
    EXPECT_THAT(PrivateKey::from_der(der), FailsWith(ErrorCode::internal));
    EXPECT_THAT(PrivateKey::from_der({}), FailsWith(ErrorCode::internal));
}

TEST(PublicKey, knows_its_kind) {
    const auto rsa = PublicKey::from_pem(asymmetric_vectors::kPublicPem);
    ASSERT_THAT(rsa, Succeeds());
    EXPECT_TRUE(rsa->is_rsa());
    EXPECT_FALSE(rsa->is_sm2());
    const auto sm2 = PrivateKey::generate(AsymmetricAlgorithm::sm2)->public_key();
    EXPECT_TRUE(sm2->is_sm2());
    EXPECT_FALSE(sm2->is_rsa());
    const auto p256 = PrivateKey::generate(AsymmetricAlgorithm::ec_p256)->public_key();
    EXPECT_FALSE(p256->is_sm2());
    EXPECT_FALSE(p256->is_rsa());
}

TEST(PublicKey, pem_is_what_openssl_writes) {
    const auto key = PublicKey::from_pem(asymmetric_vectors::kPublicPem);
    ASSERT_THAT(key, Succeeds());
    EXPECT_EQ(key->to_pem(), asymmetric_vectors::kPublicPem);
    EXPECT_EQ(PublicKey::from_der(key->to_der())->to_pem(), asymmetric_vectors::kPublicPem);
}

TEST(PublicKey, pem_may_have_carriage_returns) {
    std::string pem;
    for (const char character : std::string_view{asymmetric_vectors::kPublicPem}) {
        if (character == '\n') pem += '\r';
        pem += character;
    }
    EXPECT_THAT(PublicKey::from_pem(pem), Succeeds());
}

TEST(PublicKey, refuses_what_is_not_a_public_key) {
    const std::string_view pem = asymmetric_vectors::kPublicPem;
    for (const std::string_view text : {std::string_view{}, std::string_view{"hello"}, pem.substr(0, pem.size() / 2),
                                        std::string_view{asymmetric_vectors::kPkcs1PublicPem}}) {
        EXPECT_THAT(PublicKey::from_pem(text), FailsWith(ErrorCode::public_key_invalid));
    }
}

TEST(PublicKey, refuses_an_encrypted_pem_without_asking_for_a_passphrase) {
    std::string pem{asymmetric_vectors::kPublicPem};
    pem.insert(pem.find('\n') + 1,
               "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n");
    EXPECT_THAT(PublicKey::from_pem(pem), FailsWith(ErrorCode::public_key_invalid));
}

TEST(PublicKey, refuses_der_that_is_cut_or_followed_by_more) {
    Bytes der = PublicKey::from_pem(asymmetric_vectors::kPublicPem)->to_der();
    EXPECT_THAT(PublicKey::from_der(ByteView{der}.first(der.size() - 1)), FailsWith(ErrorCode::public_key_invalid));
    der.push_back(0);
    EXPECT_THAT(PublicKey::from_der(der), FailsWith(ErrorCode::public_key_invalid));
    EXPECT_THAT(PublicKey::from_der({}), FailsWith(ErrorCode::public_key_invalid));
}

TEST(PublicKey, refuses_a_short_rsa_key) {
    const Bytes der = base64_decode(asymmetric_vectors::kShortPublicKey).value();
    EXPECT_THAT(PublicKey::from_der(der), FailsWith(ErrorCode::public_key_invalid));
}

}  // namespace
}  // namespace tandem::crypto
