#include "tandem/service/actions/asymmetric.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using crypto::RsaPadding;
using crypto::Sm2Form;

class Asymmetric : public ServiceTest {
  protected:
    Result<std::string> round_trip(const KeyId& key, AsymmetricScheme scheme) {
        TANDEM_TRY(const auto sealed,
                   asymmetric_encrypt(call(), {.key = at(key), .data = as_bytes("secret"), .scheme = scheme}));
        TANDEM_TRY(const auto opened,
                   asymmetric_decrypt(call(), {.key = at(key), .data = sealed.ciphertext, .scheme = scheme}));
        return std::string{as_text(opened.plaintext.expose_secret())};
    }
};
using AsymmetricEncrypt = Asymmetric;
using AsymmetricDecrypt = Asymmetric;
using GetPublicKey = Asymmetric;
using WrapForCaller = Asymmetric;

TEST_F(Asymmetric, round_trip_under_every_scheme) {
    const KeyId rsa = create(KeySpec::rsa_2048).id;
    for (const RsaPadding padding : {RsaPadding::pkcs1_v1_5, RsaPadding::oaep_sha1, RsaPadding::oaep_sha256})
        EXPECT_EQ(round_trip(rsa, padding).value(), "secret");
    const KeyId sm2 = create(KeySpec::sm2).id;
    for (const Sm2Form form : {Sm2Form::asn1, Sm2Form::raw_c1c3c2}) EXPECT_EQ(round_trip(sm2, form).value(), "secret");
}

TEST_F(Asymmetric, refuses_keys_of_another_kind) {
    struct Case {
        KeySpec spec;
        KeyUsage usage;
        AsymmetricScheme scheme;
        ErrorCode error;
    };
    for (const Case& item :
         {Case{KeySpec::aes_256, KeyUsage::encrypt_decrypt, RsaPadding::oaep_sha256, ErrorCode::key_is_symmetric},
          Case{KeySpec::sm2, KeyUsage::sign_verify, Sm2Form::asn1, ErrorCode::key_is_for_signing},
          Case{KeySpec::ec_p256, KeyUsage::sign_verify, Sm2Form::asn1, ErrorCode::key_is_elliptic},
          Case{KeySpec::hmac_sm3, KeyUsage::generate_verify_mac, Sm2Form::asn1, ErrorCode::key_is_for_mac},
          Case{KeySpec::sm2, KeyUsage::encrypt_decrypt, RsaPadding::oaep_sha256,
               ErrorCode::algorithm_not_for_asymmetric_key},
          Case{KeySpec::rsa_2048, KeyUsage::encrypt_decrypt, Sm2Form::asn1,
               ErrorCode::algorithm_not_for_asymmetric_key}}) {
        const AsymmetricInput input{.key = create(item.spec, item.usage), .data = as_bytes("x"), .scheme = item.scheme};
        EXPECT_THAT(asymmetric_decrypt(call(), input), FailsWith(item.error)) << name_of(item.spec);
        EXPECT_THAT(asymmetric_encrypt(call(), input), FailsWith(item.error)) << name_of(item.spec);
    }
}

TEST_F(AsymmetricDecrypt, follows_the_table_of_states) {
    const KeyId key = create(KeySpec::sm2).id;
    for (const auto& [state, error] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                       std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::pending_import, ErrorCode::key_pending_import},
                                       std::pair{KeyState::archived, ErrorCode::key_archived}}) {
        set_state(key, state);
        EXPECT_THAT(asymmetric_decrypt(call(), {.key = at(key), .data = as_bytes("x"), .scheme = Sm2Form::asn1}),
                    FailsWith(error));
        EXPECT_THAT(get_public_key(call(), at(key), false), FailsWith(error));
        EXPECT_THAT(get_public_key(call(), at(key), true), Succeeds());
    }
}

TEST_F(AsymmetricDecrypt, has_one_answer_for_whatever_does_not_open) {
    const KeyId key = create(KeySpec::rsa_2048).id;
    for (const std::size_t size : {0u, 1u, 255u, 256u, 257u}) {
        const Bytes data(size, 0x41);
        for (const RsaPadding padding : {RsaPadding::oaep_sha1, RsaPadding::oaep_sha256})
            EXPECT_THAT(asymmetric_decrypt(call(), {.key = at(key), .data = data, .scheme = padding}),
                        FailsWith(ErrorCode::asymmetric_decryption_failed));
    }
}

TEST_F(AsymmetricDecrypt, rejects_a_changed_sm2_ciphertext) {
    const KeyId key = create(KeySpec::sm2).id;
    auto sealed =
        asymmetric_encrypt(call(), {.key = at(key), .data = as_bytes("secret"), .scheme = Sm2Form::raw_c1c3c2});
    ASSERT_THAT(sealed, Succeeds());
    sealed->ciphertext.back() ^= 1;
    EXPECT_THAT(asymmetric_decrypt(call(), {.key = at(key), .data = sealed->ciphertext, .scheme = Sm2Form::raw_c1c3c2}),
                FailsWith(ErrorCode::asymmetric_decryption_failed));
}

TEST_F(AsymmetricEncrypt, takes_1_to_190_bytes_under_oaep_sha256_of_2048_bits) {
    const KeyId key = create(KeySpec::rsa_2048).id;
    const auto sealed = [&](std::size_t size) {
        const Bytes data(size, 0x41);
        return asymmetric_encrypt(call(), {.key = at(key), .data = data, .scheme = RsaPadding::oaep_sha256});
    };
    EXPECT_THAT(sealed(0), FailsWith(ErrorCode::plaintext_empty));
    EXPECT_THAT(sealed(1), Succeeds());
    EXPECT_THAT(sealed(190), Succeeds());
    EXPECT_THAT(sealed(191), FailsWith(ErrorCode::plaintext_too_long));
}

TEST_F(GetPublicKey, gives_the_public_half) {
    const KeyId key = create(KeySpec::ec_p256, KeyUsage::sign_verify).id;
    const auto output = get_public_key(call(), at(key), false);
    ASSERT_THAT(output, Succeeds());
    EXPECT_THAT(crypto::PublicKey::from_der(output->der), Succeeds());
}

TEST_F(GetPublicKey, refuses_symmetric_keys_and_those_without_material) {
    EXPECT_THAT(get_public_key(call(), create(), false), FailsWith(ErrorCode::key_is_symmetric));
    EXPECT_THAT(get_public_key(call(), create(KeySpec::hmac_256, KeyUsage::generate_verify_mac), false),
                FailsWith(ErrorCode::key_is_symmetric));
    const KeyId external = create({.spec = KeySpec::sm2, .origin = keys::KeyOrigin::external}).id;
    EXPECT_THAT(get_public_key(call(), at(external), false), FailsWith(ErrorCode::key_pending_import));
    EXPECT_THAT(get_public_key(call(), at(external), true), FailsWith(ErrorCode::key_pending_import));
}

TEST_F(WrapForCaller, encrypts_to_a_key_given_in_pem) {
    for (const auto& [spec, scheme] : {std::pair<KeySpec, AsymmetricScheme>{KeySpec::rsa_2048, RsaPadding::oaep_sha256},
                                       std::pair<KeySpec, AsymmetricScheme>{KeySpec::sm2, Sm2Form::raw_c1c3c2}}) {
        const auto key = crypto::PrivateKey::generate(spec == KeySpec::sm2 ? crypto::AsymmetricAlgorithm::sm2
                                                                           : crypto::AsymmetricAlgorithm::rsa_2048);
        const std::string pem = key->public_key()->to_pem();
        const auto wrapped = wrap_for_caller(pem, scheme, as_bytes("secret"));
        ASSERT_THAT(wrapped, Succeeds());
        const auto opened = spec == KeySpec::sm2 ? key->sm2_decrypt(Sm2Form::raw_c1c3c2, *wrapped)
                                                 : key->rsa_decrypt(RsaPadding::oaep_sha256, *wrapped);
        EXPECT_EQ(as_text(opened->expose_secret()), "secret");
    }
}

TEST_F(WrapForCaller, refuses_keys_that_it_cannot_use) {
    EXPECT_THAT(wrap_for_caller("no key", RsaPadding::oaep_sha256, as_bytes("x")),
                FailsWith(ErrorCode::public_key_invalid));
    const auto sm2 = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::sm2);
    EXPECT_THAT(wrap_for_caller(sm2->public_key()->to_pem(), RsaPadding::oaep_sha256, as_bytes("x")),
                FailsWith(ErrorCode::public_key_invalid));
}

// RFC 5480: the first spells its curve out, the second, the same key, names it.
TEST_F(WrapForCaller, refuses_keys_that_do_not_name_their_curve) {
    const char* const spelled_out =
        "-----BEGIN PUBLIC KEY-----\n"
        "MIIBMzCB7AYHKoZIzj0CATCB4AIBATAsBgcqhkjOPQEBAiEA/////v//////////\n"
        "//////////8AAAAA//////////8wRAQg/////v////////////////////8AAAAA\n"
        "//////////wEICjp+p6dn140TVqeS89lCafzl4n1FauPkt28vUFNlA6TBEEEMsSu\n"
        "LB8ZgRlfmQRGajnJlI/jC7/yZgvhcVpFiTNMdMe8Nzai9PZ3nFm9zuNraSFT0KmH\n"
        "fMYqR0AC3zLlITnwoAIhAP////7///////////////9yA99rIcYFK1O79Ak51UEj\n"
        "AgEBA0IABCzFVsvvDk5J6lbdju8RXd3JhNLXNLRc3fBSK9y5AH/RZWRdW3Kn0pA+\n"
        "96W6mSeDLjuum4v4g2vycQKcGHCdCEA=\n"
        "-----END PUBLIC KEY-----\n";
    const char* const named =
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAELMVWy+8OTknqVt2O7xFd3cmE0tc0\n"
        "tFzd8FIr3LkAf9FlZF1bcqfSkD73pbqZJ4MuO66bi/iDa/JxApwYcJ0IQA==\n"
        "-----END PUBLIC KEY-----\n";
    EXPECT_THAT(wrap_for_caller(named, Sm2Form::asn1, as_bytes("x")), Succeeds());
    EXPECT_THAT(wrap_for_caller(spelled_out, Sm2Form::asn1, as_bytes("x")), FailsWith(ErrorCode::public_key_invalid));
}

}  // namespace
}  // namespace tandem::service
