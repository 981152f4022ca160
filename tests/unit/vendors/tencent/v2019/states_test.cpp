// The state matrix and the transitions (API 3.0 spec section 6), and the asymmetric actions.

#include "tandem/crypto/asymmetric.hpp"

#include "fixture.hpp"

#include <gtest/gtest.h>

namespace tandem::api::tencent::v2019 {
namespace {

using keys::KeyState;

constexpr const char* kDisabled = "ResourceUnavailable.CmkDisabled";
constexpr const char* kArchived = "ResourceUnavailable.CmkArchived";
constexpr const char* kStateNotSupport = "ResourceUnavailable.CmkStateNotSupport";
constexpr const char* kStateNotFound = "ResourceUnavailable.CmkNotFound";
constexpr const char* kInvalidUsage = "InvalidParameterValue.InvalidKeyUsage";

class Tencent2019States : public Tencent2019Test {
  protected:
    std::string state(const std::string& key) {
        return call("DescribeKey", {{"KeyId", key}}).at("KeyMetadata").at("KeyState");
    }
    // The errors of one action with a key in each state but Enabled.
    struct Row {
        std::string disabled, archived, pending_deletion, pending_import;
        friend bool operator==(const Row&, const Row&) = default;
    };
    Row row(const std::string& key, std::string_view action, const json& fields) {
        const auto in = [&](KeyState key_state) {
            set_state(key, key_state);
            return error(action, fields);
        };
        EXPECT_EQ(in(KeyState::enabled), "") << action;
        return {in(KeyState::disabled), in(KeyState::archived), in(KeyState::pending_deletion),
                in(KeyState::pending_import)};
    }
};

TEST_F(Tencent2019States, of_encrypt) {
    const std::string key = create_key();
    EXPECT_EQ(row(key, "Encrypt", {{"KeyId", key}, {"Plaintext", "dGVzdA=="}}),
              (Row{kDisabled, kArchived, kDisabled, kDisabled}));
}

TEST_F(Tencent2019States, of_decrypt) {
    const std::string key = create_key();
    const json blob = call("Encrypt", {{"KeyId", key}, {"Plaintext", "dGVzdA=="}}).at("CiphertextBlob");
    EXPECT_EQ(row(key, "Decrypt", {{"CiphertextBlob", blob}}), (Row{kDisabled, "", kDisabled, kDisabled}));
}

TEST_F(Tencent2019States, of_generate_data_key) {
    const std::string key = create_key();
    EXPECT_EQ(row(key, "GenerateDataKey", {{"KeyId", key}, {"KeySpec", "AES_128"}}),
              (Row{kDisabled, kDisabled, "ResourceUnavailable.KeyPendingDelete", kDisabled}));
}

TEST_F(Tencent2019States, of_the_source_of_re_encrypt) {
    const std::string key = create_key();
    const std::string other = create_key();
    const json blob = call("Encrypt", {{"KeyId", key}, {"Plaintext", "dGVzdA=="}}).at("CiphertextBlob");
    EXPECT_EQ(row(key, "ReEncrypt", {{"CiphertextBlob", blob}, {"DestinationKeyId", other}}),
              (Row{kDisabled, "", kDisabled, kDisabled}));
}

TEST_F(Tencent2019States, of_the_destination_of_re_encrypt) {
    const std::string key = create_key();
    const std::string other = create_key();
    const json blob = call("Encrypt", {{"KeyId", key}, {"Plaintext", "dGVzdA=="}}).at("CiphertextBlob");
    EXPECT_EQ(row(other, "ReEncrypt", {{"CiphertextBlob", blob}, {"DestinationKeyId", other}}),
              (Row{kDisabled, kDisabled, kDisabled, kDisabled}));
    EXPECT_EQ(row(key, "ReEncrypt", {{"CiphertextBlob", blob}}), (Row{kDisabled, kDisabled, kDisabled, kDisabled}));
}

TEST_F(Tencent2019States, of_the_asymmetric_actions) {
    const Row expected{kStateNotSupport, kStateNotSupport, kStateNotSupport, kStateNotSupport};
    const std::string key = create_key_of("ASYMMETRIC_DECRYPT_SM2");
    const json shown = call("GetPublicKey", {{"KeyId", key}});
    const auto public_key = crypto::PublicKey::from_pem(shown.at("PublicKeyPem").get<std::string>());
    const auto ciphertext = public_key->sm2_encrypt(crypto::Sm2Form::asn1, as_bytes("x"));
    EXPECT_EQ(row(key, "GetPublicKey", {{"KeyId", key}}), expected);
    EXPECT_EQ(row(key, "AsymmetricSm2Decrypt", {{"KeyId", key}, {"Ciphertext", base64_encode(*ciphertext)}}), expected);
}

TEST_F(Tencent2019States, of_describe) {
    const std::string key = create_key();
    EXPECT_EQ(row(key, "DescribeKey", {{"KeyId", key}}), (Row{"", "", "", ""}));
}

// ---- transitions ----

TEST_F(Tencent2019States, enable_and_disable_are_harmless_twice) {
    const std::string key = create_key();
    EXPECT_EQ(error("EnableKey", {{"KeyId", key}}), "");
    EXPECT_EQ(error("DisableKey", {{"KeyId", key}}), "");
    EXPECT_EQ(error("DisableKey", {{"KeyId", key}}), "");
    EXPECT_EQ(state(key), "Disabled");
    EXPECT_EQ(error("EnableKey", {{"KeyId", key}}), "");
    EXPECT_EQ(state(key), "Enabled");
}

TEST_F(Tencent2019States, enable_and_disable_need_one_of_the_two) {
    const std::string key = create_key();
    for (const KeyState from : {KeyState::archived, KeyState::pending_deletion, KeyState::pending_import}) {
        set_state(key, from);
        EXPECT_EQ(error("EnableKey", {{"KeyId", key}}), kStateNotSupport);
        EXPECT_EQ(error("DisableKey", {{"KeyId", key}}), kStateNotSupport);
    }
}

TEST_F(Tencent2019States, batches_move_all_or_none) {
    const std::string one = create_key();
    const std::string two = create_key();
    EXPECT_EQ(error("DisableKeys", {{"KeyIds", {one, two}}}), "");
    EXPECT_EQ(state(one), "Disabled");
    EXPECT_EQ(state(two), "Disabled");
    set_state(two, KeyState::archived);
    EXPECT_EQ(error("EnableKeys", {{"KeyIds", {one, two}}}), kStateNotSupport);
    EXPECT_EQ(state(one), "Disabled");
    EXPECT_EQ(error("EnableKeys", {{"KeyIds", {one, kUnknownKey}}}), kStateNotFound);
    EXPECT_EQ(error("EnableKeys", {{"KeyIds", {one, one}}}), "InvalidParameterValue.DuplicatedKeyId");
    EXPECT_EQ(error("EnableKeys", {{"KeyIds", {one, "x"}}}), "InvalidParameterValue.InvalidKeyId");
    EXPECT_EQ(neighbours_error("EnableKeys", {{"KeyIds", {one}}}), kStateNotFound);
    EXPECT_EQ(state(one), "Disabled");
}

TEST_F(Tencent2019States, deletion_is_scheduled_for_disabled_keys) {
    const std::string key = create_key();
    const json fields = {{"KeyId", key}, {"PendingWindowInDays", 7}};
    EXPECT_EQ(error("ScheduleKeyDeletion", fields), "ResourceUnavailable.CmkShouldBeDisabled");
    call("DisableKey", {{"KeyId", key}});
    const json answer = call("ScheduleKeyDeletion", fields);
    EXPECT_EQ(answer.at("KeyId"), key);
    EXPECT_EQ(answer.at("DeletionDate"), to_seconds(clock_.now()) + 7 * 86400);
    EXPECT_EQ(state(key), "PendingDelete");
    EXPECT_EQ(error("ScheduleKeyDeletion", fields), kStateNotSupport);
    set_state(key, KeyState::archived);
    EXPECT_EQ(error("ScheduleKeyDeletion", fields), kStateNotSupport);
    set_state(key, KeyState::pending_import);
    EXPECT_EQ(error("ScheduleKeyDeletion", fields), "");
}

TEST_F(Tencent2019States, deletion_waits_7_to_30_days) {
    const std::string key = create_key();
    call("DisableKey", {{"KeyId", key}});
    for (const int days : {0, 6, 31})
        EXPECT_EQ(error("ScheduleKeyDeletion", {{"KeyId", key}, {"PendingWindowInDays", days}}),
                  "InvalidParameter.InvalidPendingWindowInDays");
    EXPECT_EQ(error("ScheduleKeyDeletion", {{"KeyId", key}, {"PendingWindowInDays", 30}}), "");
}

TEST_F(Tencent2019States, deletion_can_be_cancelled_until_its_date) {
    const std::string key = create_key();
    EXPECT_EQ(error("CancelKeyDeletion", {{"KeyId", key}}), "ResourceUnavailable.CmkNotPendingDelete");
    call("DisableKey", {{"KeyId", key}});
    call("ScheduleKeyDeletion", {{"KeyId", key}, {"PendingWindowInDays", 7}});
    EXPECT_EQ(call("CancelKeyDeletion", {{"KeyId", key}}).at("KeyId"), key);
    EXPECT_EQ(state(key), "Disabled");

    call("ScheduleKeyDeletion", {{"KeyId", key}, {"PendingWindowInDays", 7}});
    clock_.advance(std::chrono::days{7});
    EXPECT_EQ(error("CancelKeyDeletion", {{"KeyId", key}}), kStateNotFound);
    EXPECT_EQ(error("DescribeKey", {{"KeyId", key}}), kStateNotFound);
}

// ---- asymmetric actions ----

class Tencent2019Asymmetric : public Tencent2019Test {
  protected:
    crypto::PublicKey public_key(const std::string& key) {
        const std::string pem = call("GetPublicKey", {{"KeyId", key}}).at("PublicKeyPem");
        return std::move(*crypto::PublicKey::from_pem(pem));
    }
    std::string rsa_error(const std::string& key, const json& ciphertext, const json& algorithm) {
        return error("AsymmetricRsaDecrypt", {{"KeyId", key}, {"Ciphertext", ciphertext}, {"Algorithm", algorithm}});
    }
    std::string sm2_error(const std::string& key, const json& ciphertext) {
        return error("AsymmetricSm2Decrypt", {{"KeyId", key}, {"Ciphertext", ciphertext}});
    }
};

TEST_F(Tencent2019Asymmetric, public_keys_come_in_der_and_pem) {
    for (const char* usage : {"ASYMMETRIC_DECRYPT_SM2", "ASYMMETRIC_SIGN_VERIFY_ECC"}) {
        const std::string key = create_key_of(usage);
        const json shown = call("GetPublicKey", {{"KeyId", key}});
        EXPECT_EQ(shown.at("KeyId"), key);
        const auto parsed = crypto::PublicKey::from_pem(shown.at("PublicKeyPem").get<std::string>());
        ASSERT_TRUE(parsed.has_value());
        EXPECT_EQ(base64_encode(parsed->to_der()), shown.at("PublicKey"));
    }
    EXPECT_EQ(error("GetPublicKey", {{"KeyId", create_key()}}), "InvalidParameter");
    EXPECT_EQ(error("GetPublicKey", {{"KeyId", kUnknownKey}}), kStateNotFound);
}

TEST_F(Tencent2019Asymmetric, rsa_keys_decrypt_with_every_padding) {
    const std::string key = create_key_of("ASYMMETRIC_DECRYPT_RSA_2048");
    struct {
        const char* algorithm;
        crypto::RsaPadding padding;
    } const cases[] = {{"RSAES_PKCS1_V1_5", crypto::RsaPadding::pkcs1_v1_5},
                       {"RSAES_OAEP_SHA_1", crypto::RsaPadding::oaep_sha1},
                       {"RSAES_OAEP_SHA_256", crypto::RsaPadding::oaep_sha256}};
    for (const auto& one : cases) {
        const auto ciphertext = public_key(key).rsa_encrypt(one.padding, as_bytes("hidden"));
        const json opened =
            call("AsymmetricRsaDecrypt",
                 {{"KeyId", key}, {"Ciphertext", base64_encode(*ciphertext)}, {"Algorithm", one.algorithm}});
        EXPECT_EQ(opened.at("KeyId"), key);
        EXPECT_EQ(from_base64(opened.at("Plaintext")), "hidden");
    }
    const std::string wrong = base64(std::string(256, 'x'));
    EXPECT_EQ(rsa_error(key, wrong, "RSAES_OAEP_SHA_256"), "FailedOperation.DecryptError");
    EXPECT_EQ(rsa_error(key, base64("short"), "RSAES_OAEP_SHA_256"), "FailedOperation.DecryptError");
    EXPECT_EQ(rsa_error(key, "!", "RSAES_OAEP_SHA_256"), "InvalidParameter");
    EXPECT_EQ(rsa_error(key, wrong, "SM2"), "InvalidParameter");
    EXPECT_EQ(rsa_error(key, wrong, ""), "InvalidParameter");
    EXPECT_EQ(sm2_error(key, base64("x")), kInvalidUsage);
}

TEST_F(Tencent2019Asymmetric, sm2_keys_decrypt_asn1) {
    const std::string key = create_key_of("ASYMMETRIC_DECRYPT_SM2");
    const auto ciphertext = public_key(key).sm2_encrypt(crypto::Sm2Form::asn1, as_bytes("hidden"));
    const json opened = call("AsymmetricSm2Decrypt", {{"KeyId", key}, {"Ciphertext", base64_encode(*ciphertext)}});
    EXPECT_EQ(from_base64(opened.at("Plaintext")), "hidden");
    EXPECT_EQ(sm2_error(key, base64(std::string(256, 'x'))), "FailedOperation.DecryptError");
    EXPECT_EQ(sm2_error(key, base64(std::string(257, 'x'))), "InvalidParameter");
    EXPECT_EQ(rsa_error(key, base64("x"), "RSAES_OAEP_SHA_256"), kInvalidUsage);
}

TEST_F(Tencent2019Asymmetric, keys_of_other_usages_are_refused) {
    for (const char* usage : {"ENCRYPT_DECRYPT", "ASYMMETRIC_SIGN_VERIFY_SM2", "ASYMMETRIC_SIGN_VERIFY_ECC"}) {
        const std::string key = create_key_of(usage);
        EXPECT_EQ(sm2_error(key, base64("x")), kInvalidUsage) << usage;
        EXPECT_EQ(rsa_error(key, base64("x"), "RSAES_OAEP_SHA_256"), kInvalidUsage) << usage;
    }
    EXPECT_EQ(sm2_error(kUnknownKey, base64("x")), kStateNotFound);
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
