#include "tandem/service/actions/data_key_pairs.hpp"

#include "tandem/service/actions/messages.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {

namespace {

using crypto::AsymmetricAlgorithm;

class DataKeyPairs : public ServiceTest {
  protected:
    Result<DataKeyPair> generate(const KeyId& key, AsymmetricAlgorithm algorithm = AsymmetricAlgorithm::ec_p256) {
        return generate(call(), key, algorithm);
    }
    Result<DataKeyPair> generate(const Call& by, const KeyId& key,
                                 AsymmetricAlgorithm algorithm = AsymmetricAlgorithm::ec_p256) {
        return generate_data_key_pair(
            by, {.key = at(key), .algorithm = algorithm, .context = as_bytes("context"), .shape = keys::Shape::trailed},
            envelope_);
    }
    SecretBytes opened(std::string_view context) {
        SecretBytes room{envelope_.ciphertext().size()};
        const auto output = decrypt(call(), at(envelope_.header().key), {.context = as_bytes(context)}, envelope_,
                                    room.expose_secret_for_writing());
        if (!output) return {};
        room.shrink_to(output->plaintext_bytes);
        return room;
    }
    keys::Envelope envelope_;
};

TEST_F(DataKeyPairs, come_sealed_as_a_message) {
    for (const KeySpec spec : {KeySpec::aes_256, KeySpec::sm4}) {
        const KeyId key = create(spec).id;
        for (const AsymmetricAlgorithm algorithm :
             {AsymmetricAlgorithm::rsa_2048, AsymmetricAlgorithm::rsa_4096, AsymmetricAlgorithm::ec_p256,
              AsymmetricAlgorithm::ec_p521, AsymmetricAlgorithm::sm2}) {
            const auto pair = generate(key, algorithm);
            ASSERT_THAT(pair, Succeeds());
            EXPECT_EQ(pair->key->id, key);
            EXPECT_EQ(opened("context"), pair->private_key);
            EXPECT_TRUE(opened("other").empty());
            const auto parsed = crypto::PrivateKey::from_der(pair->private_key.expose_secret());
            EXPECT_EQ(parsed->public_key()->to_der(), pair->public_key);
        }
    }
}

TEST_F(DataKeyPairs, are_never_the_same_twice) {
    const KeyId key = create().id;
    EXPECT_NE(generate(key)->public_key, generate(key)->public_key);
}

TEST_F(DataKeyPairs, need_a_symmetric_key) {
    EXPECT_THAT(generate(create(KeySpec::sm2).id), FailsWith(ErrorCode::key_is_asymmetric));
    EXPECT_THAT(generate(create(KeySpec::hmac_256, KeyUsage::generate_verify_mac).id),
                FailsWith(ErrorCode::key_is_for_mac));
}

TEST_F(DataKeyPairs, need_an_enabled_key) {
    const KeyId key = create().id;
    EXPECT_THAT(generate(call(), key), Succeeds());
    set_state(key, KeyState::archived);
    EXPECT_THAT(generate(call(), key), FailsWith(ErrorCode::key_archived));
}

}  // namespace

}  // namespace tandem::service
