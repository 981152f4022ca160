#include "tandem/service/actions/signatures.hpp"

#include "tandem/service/actions/asymmetric.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {

namespace {

using crypto::MessageForm;
using crypto::SignatureScheme;
using crypto::SignedMessage;
using keys::Operation;

class Signatures : public ServiceTest {
  protected:
    const store::Key& signing_key(KeySpec spec) { return create(spec, KeyUsage::sign_verify); }
    Result<Bytes> signature_of(const store::Key& key, const SignedMessage& message) {
        return sign(call(), key, message);
    }
};

SignedMessage raw(SignatureScheme scheme) { return {scheme, MessageForm::raw, as_bytes("message")}; }

TEST_F(Signatures, are_checked_with_the_public_key_that_callers_get) {
    for (const auto& [spec, scheme] :
         {std::pair{KeySpec::rsa_2048, SignatureScheme::rsa_pss_sha256},
          std::pair{KeySpec::ec_p256, SignatureScheme::ecdsa_sha256},
          std::pair{KeySpec::ec_p384, SignatureScheme::ecdsa_sha384},
          std::pair{KeySpec::secp256k1, SignatureScheme::ecdsa_sha256},
          std::pair{KeySpec::sm2, SignatureScheme::sm2_sm3}, std::pair{KeySpec::ed25519, SignatureScheme::ed25519}}) {
        const store::Key& key = signing_key(spec);
        ASSERT_THAT(check_signing_key(call(), key, Operation::sign), Succeeds());
        const auto signature = signature_of(key, raw(scheme));
        ASSERT_THAT(signature, Succeeds());
        EXPECT_TRUE(verify(key, raw(scheme), *signature).value());
        const auto shown = crypto::PublicKey::from_der(get_public_key(call(), key, false)->der);
        EXPECT_TRUE(crypto::verify(*shown, raw(scheme), *signature).value());
    }
}

TEST_F(Signatures, of_one_key_are_not_anothers) {
    const store::Key& key = signing_key(KeySpec::ec_p256);
    const store::Key& other = signing_key(KeySpec::ec_p256);
    const auto signature = signature_of(key, raw(SignatureScheme::ecdsa_sha256));
    EXPECT_FALSE(verify(other, raw(SignatureScheme::ecdsa_sha256), *signature).value());
}

TEST_F(Signatures, need_a_key_for_signing) {
    struct Case {
        KeySpec spec;
        KeyUsage usage;
        ErrorCode code;
    };
    for (const Case& item : {Case{KeySpec::aes_256, KeyUsage::encrypt_decrypt, ErrorCode::key_is_symmetric},
                             Case{KeySpec::sm4, KeyUsage::encrypt_decrypt, ErrorCode::key_is_symmetric},
                             Case{KeySpec::hmac_256, KeyUsage::generate_verify_mac, ErrorCode::key_is_for_mac},
                             Case{KeySpec::sm2, KeyUsage::encrypt_decrypt, ErrorCode::key_is_for_encryption},
                             Case{KeySpec::rsa_2048, KeyUsage::encrypt_decrypt, ErrorCode::key_is_for_encryption}}) {
        const KeyId key = create(item.spec, item.usage).id;
        EXPECT_THAT(check_signing_key(call(), at(key), Operation::sign), FailsWith(item.code));
        EXPECT_THAT(check_signing_key(call(), at(key), Operation::verify), FailsWith(item.code));
    }
}

TEST_F(Signatures, need_an_enabled_key) {
    const KeyId key = signing_key(KeySpec::sm2).id;
    for (const auto& [state, code] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                      std::pair{KeyState::archived, ErrorCode::key_archived},
                                      std::pair{KeyState::pending_import, ErrorCode::key_pending_import},
                                      std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion}}) {
        set_state(key, state);
        EXPECT_THAT(check_signing_key(call(), at(key), Operation::sign), FailsWith(code));
        EXPECT_THAT(check_signing_key(call(), at(key), Operation::verify), FailsWith(code));
    }
}

TEST_F(Signatures, are_of_a_scheme_of_the_key) {
    const store::Key& key = signing_key(KeySpec::ec_p256);
    EXPECT_THAT(signature_of(key, raw(SignatureScheme::sm2_sm3)),
                FailsWith(ErrorCode::algorithm_not_for_asymmetric_key));
    EXPECT_THAT(verify(key, raw(SignatureScheme::rsa_pss_sha256), Bytes(256)),
                FailsWith(ErrorCode::algorithm_not_for_asymmetric_key));
}

}  // namespace

}  // namespace tandem::service
