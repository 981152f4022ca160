#include "tandem/service/actions/key_agreement.hpp"

#include "tandem/crypto/key_agreement.hpp"
#include "tandem/service/actions/asymmetric.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {

namespace {

using crypto::AsymmetricAlgorithm;

class KeyAgreement : public ServiceTest {
  protected:
    Result<SharedSecretOutput> derive(const KeyId& key, ByteView peer) {
        return derive_shared_secret(call(), {.key = at(key), .peer = peer});
    }
};

const crypto::PrivateKey& peer() {
    static const crypto::PrivateKey key = *crypto::PrivateKey::generate(AsymmetricAlgorithm::ec_p256);
    return key;
}
Bytes public_der(const crypto::PrivateKey& key) { return key.public_key()->to_der(); }

TEST_F(KeyAgreement, gives_both_sides_the_same_secret) {
    for (const auto& [spec, algorithm] : {std::pair{KeySpec::ec_p256, AsymmetricAlgorithm::ec_p256},
                                          std::pair{KeySpec::ec_p384, AsymmetricAlgorithm::ec_p384},
                                          std::pair{KeySpec::secp256k1, AsymmetricAlgorithm::ec_secp256k1},
                                          std::pair{KeySpec::sm2, AsymmetricAlgorithm::sm2}}) {
        const KeyId key = create(spec, KeyUsage::sign_verify).id;
        const auto theirs = crypto::PrivateKey::generate(algorithm);
        const auto ours = derive(key, public_der(*theirs));
        ASSERT_THAT(ours, Succeeds());
        const auto shown = crypto::PublicKey::from_der(get_public_key(call(), at(key), false)->der);
        EXPECT_EQ(ours->secret, *crypto::shared_secret(*theirs, *shown));
        EXPECT_EQ(ours->key->id, key);
    }
}

TEST_F(KeyAgreement, needs_a_key_on_a_curve) {
    struct Case {
        KeySpec spec;
        KeyUsage usage;
        ErrorCode code;
    };
    for (const Case& item : {Case{KeySpec::aes_256, KeyUsage::encrypt_decrypt, ErrorCode::key_is_symmetric},
                             Case{KeySpec::hmac_256, KeyUsage::generate_verify_mac, ErrorCode::key_is_for_mac},
                             Case{KeySpec::rsa_2048, KeyUsage::sign_verify, ErrorCode::key_usage_mismatch},
                             Case{KeySpec::ed25519, KeyUsage::sign_verify, ErrorCode::key_usage_mismatch}})
        EXPECT_THAT(derive(create(item.spec, item.usage).id, public_der(peer())), FailsWith(item.code));
}

TEST_F(KeyAgreement, needs_a_public_key_of_the_same_curve) {
    const KeyId key = create(KeySpec::ec_p384, KeyUsage::sign_verify).id;
    EXPECT_THAT(derive(key, public_der(peer())), FailsWith(ErrorCode::public_key_invalid));
    EXPECT_THAT(derive(key, as_bytes("no key")), FailsWith(ErrorCode::public_key_invalid));
    EXPECT_THAT(derive(key, {}), FailsWith(ErrorCode::public_key_invalid));
}

TEST_F(KeyAgreement, needs_an_enabled_key) {
    const KeyId key = create(KeySpec::ec_p256, KeyUsage::sign_verify).id;
    const Bytes der = public_der(peer());
    set_state(key, KeyState::disabled);
    EXPECT_THAT(derive(key, der), FailsWith(ErrorCode::key_disabled));
}

}  // namespace

}  // namespace tandem::service
