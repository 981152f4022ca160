// SignByAsymmetricKey and VerifyByAsymmetricKey (API 3.0 spec sections 6 and 8).

#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/signature.hpp"

#include "fixture.hpp"

#include <gtest/gtest.h>

namespace tandem::api::tencent::v2019 {
namespace {

using crypto::MessageForm;
using crypto::SignatureScheme;

struct Kind {
    const char* usage;
    const char* algorithm;
    SignatureScheme scheme;
};
constexpr Kind kKinds[] = {
    {"ASYMMETRIC_SIGN_VERIFY_SM2", "SM2DSA", SignatureScheme::sm2_sm3},
    {"ASYMMETRIC_SIGN_VERIFY_ECC", "ECC_P256_R1", SignatureScheme::ecdsa_sha256},
    {"ASYMMETRIC_SIGN_VERIFY_RSA_2048", "RSA_PSS_SHA_256", SignatureScheme::rsa_pss_sha256},
    {"ASYMMETRIC_SIGN_VERIFY_RSA_2048", "RSA_PKCS1_SHA_256", SignatureScheme::rsa_pkcs1_sha256},
    {"ASYMMETRIC_SIGN_VERIFY_ECDSA384", "ECDSA384", SignatureScheme::ecdsa_sha384},
    {"ASYMMETRIC_SIGN_VERIFY_ECDSA384", "ECC_P384_R1", SignatureScheme::ecdsa_sha384},
};

class Tencent2019Signatures : public Tencent2019Test {
  protected:
    const std::string& key_of(const std::string& usage) {
        std::string& key = keys_[usage];
        if (key.empty()) key = create_key_of(usage);
        return key;
    }
    json request(const Kind& kind, std::string_view message = "message", const json& more = json::object()) {
        json fields = {{"KeyId", key_of(kind.usage)}, {"Algorithm", kind.algorithm}, {"Message", base64(message)}};
        fields.update(more);
        return fields;
    }
    json sign(const json& fields) { return call("SignByAsymmetricKey", fields).at("Signature"); }
    json verified(json fields, const json& signature) {
        fields["SignatureValue"] = signature;
        return call("VerifyByAsymmetricKey", fields).at("SignatureValid");
    }
    // The errors of signing and of verifying.
    std::string errors(const json& fields) {
        json verifying = fields;
        verifying["SignatureValue"] = "AAAA";
        return error("SignByAsymmetricKey", fields) + " " + error("VerifyByAsymmetricKey", verifying);
    }
    std::map<std::string, std::string> keys_;
};

TEST_F(Tencent2019Signatures, are_valid_for_their_message_alone) {
    for (const Kind& kind : kKinds) {
        const json signature = sign(request(kind));
        EXPECT_EQ(verified(request(kind), signature), true) << kind.algorithm;
        EXPECT_EQ(verified(request(kind, "other"), signature), false) << kind.algorithm;
        EXPECT_EQ(verified(request(kind, "message", {{"MessageType", "RAW"}}), signature), true) << kind.algorithm;
    }
}

TEST_F(Tencent2019Signatures, are_checked_with_the_public_key_outside) {
    for (const Kind& kind : kKinds) {
        const std::string der = from_base64(call("GetPublicKey", {{"KeyId", key_of(kind.usage)}}).at("PublicKey"));
        const auto key = crypto::PublicKey::from_der(as_bytes(der));
        const std::string signature = from_base64(sign(request(kind)));
        const crypto::SignedMessage message{kind.scheme, MessageForm::raw, as_bytes("message")};
        EXPECT_TRUE(crypto::verify(*key, message, as_bytes(signature)).value()) << kind.algorithm;
    }
}

TEST_F(Tencent2019Signatures, of_a_digest_are_those_of_its_message) {
    const std::string digest{as_text(crypto::sha256(as_bytes("message")))};
    for (const Kind& kind : {kKinds[1], kKinds[2], kKinds[3]}) {
        const json of_digest = request(kind, digest, {{"MessageType", "DIGEST"}});
        EXPECT_EQ(verified(request(kind), sign(of_digest)), true) << kind.algorithm;
        EXPECT_EQ(verified(of_digest, sign(request(kind))), true) << kind.algorithm;
    }
}

TEST_F(Tencent2019Signatures, take_digests_of_32_bytes_and_for_p384_of_48) {
    for (const Kind& kind : kKinds) {
        const bool p384 = kind.scheme == SignatureScheme::ecdsa_sha384;
        for (const std::size_t size : {31u, 32u, 33u, 47u, 48u, 49u}) {
            const json fields = request(kind, std::string(size, 'd'), {{"MessageType", "DIGEST"}});
            const bool right = size == 32 || (size == 48 && p384);
            EXPECT_EQ(errors(fields), right ? " " : "InvalidParameter InvalidParameterValue") << kind.algorithm << size;
        }
    }
}

TEST_F(Tencent2019Signatures, take_messages_of_1_to_4096_bytes) {
    const Kind& kind = kKinds[1];
    const std::string refused = "InvalidParameter InvalidParameterValue";
    EXPECT_EQ(errors(request(kind, "")), refused);
    EXPECT_EQ(errors(request(kind, "x")), " ");
    EXPECT_EQ(errors(request(kind, std::string(4096, 'x'))), " ");
    EXPECT_EQ(errors(request(kind, std::string(4097, 'x'))), refused);
}

TEST_F(Tencent2019Signatures, need_a_right_request) {
    const Kind& kind = kKinds[1];
    const auto with = [&](const json& more) { return errors(request(kind, "x", more)); };
    EXPECT_EQ(with({{"Message", "!"}}), "InvalidParameter InvalidParameter");
    EXPECT_EQ(with({{"MessageType", "raw"}}), "InvalidParameter InvalidParameterValue");
    EXPECT_EQ(with({{"Algorithm", "RSA"}}), "InvalidParameter InvalidParameterValue");
    EXPECT_EQ(with({{"Algorithm", nullptr}}), "MissingParameter MissingParameter");
    EXPECT_EQ(with({{"KeyId", "no-id"}}), "InvalidParameterValue.InvalidKeyId InvalidParameterValue.InvalidKeyId");
    EXPECT_EQ(with({{"KeyId", kUnknownKey}}), "ResourceUnavailable.CmkNotFound ResourceUnavailable.CmkNotFound");
}

TEST_F(Tencent2019Signatures, that_are_no_signatures_are_invalid_or_refused) {
    const Kind& kind = kKinds[1];
    EXPECT_EQ(verified(request(kind), "AAAA"), false);
    json fields = request(kind);
    fields["SignatureValue"] = "!";
    EXPECT_EQ(error("VerifyByAsymmetricKey", fields), "InvalidParameter");
    fields["SignatureValue"] = base64(std::string(1025, 'x'));
    EXPECT_EQ(error("VerifyByAsymmetricKey", fields), "InvalidParameterValue");
}

TEST_F(Tencent2019Signatures, are_of_the_algorithm_of_the_key) {
    json fields = request(kKinds[1]);
    for (const Kind& kind : kKinds) {
        fields["Algorithm"] = kind.algorithm;
        EXPECT_EQ(errors(fields), kind.usage == kKinds[1].usage ? " " : "InvalidParameter InvalidParameter");
    }
}

TEST_F(Tencent2019Signatures, need_a_key_that_signs) {
    for (const char* usage : {"ENCRYPT_DECRYPT", "ASYMMETRIC_DECRYPT_SM2"}) {
        const json fields = {{"KeyId", create_key_of(usage)}, {"Algorithm", "SM2DSA"}, {"Message", "AAAA"}};
        EXPECT_EQ(errors(fields), "InvalidParameter InvalidParameter") << usage;
    }
}

TEST_F(Tencent2019Signatures, need_an_enabled_key) {
    const json fields = request(kKinds[1]);
    for (const keys::KeyState state : {keys::KeyState::disabled, keys::KeyState::archived,
                                       keys::KeyState::pending_deletion, keys::KeyState::pending_import}) {
        set_state(key_of(kKinds[1].usage), state);
        EXPECT_EQ(errors(fields), "ResourceUnavailable.CmkStateNotSupport ResourceUnavailable.CmkStateNotSupport");
    }
}

TEST_F(Tencent2019Signatures, are_out_of_a_neighbours_reach) {
    EXPECT_EQ(neighbours_error("SignByAsymmetricKey", request(kKinds[1])), "ResourceUnavailable.CmkNotFound");
}

TEST_F(Tencent2019Signatures, are_made_on_the_worker_pool) {
    Exchange exchange;
    const RequestText text = client_.post("SignByAsymmetricKey", request(kKinds[1]).dump(), now());
    EXPECT_EQ(run(text, exchange, Place::io_thread), Disposition::moves);
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
