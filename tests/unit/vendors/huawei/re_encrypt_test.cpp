// re-encrypt, derive-shared-secret and the data key pairs (section 6.10).

#include "tandem/crypto/key_agreement.hpp"

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

class HuaweiReEncrypt : public HuaweiTest {
  protected:
    std::string encrypt(const json& fields) { return call("encrypt-data", fields).value("cipher_text", ""); }
    std::string text_in(const json& cipher_text, json more = json::object()) {
        more["cipher_text"] = cipher_text;
        return call("decrypt-data", more).value("plain_text", "refused");
    }
    json data_key_of(const std::string& key, const char* bits = "256") {
        return call("create-datakey", {{"key_id", key}, {"datakey_length", bits}});
    }
    std::string data_key_in(const json& cipher_text, const std::string& key) {
        return call("decrypt-datakey", {{"key_id", key}, {"cipher_text", cipher_text}, {"datakey_cipher_length", "32"}})
            .value("data_key", "refused");
    }
    std::string refusal(const json& fields) { return error("re-encrypt", fields); }
};

TEST_F(HuaweiReEncrypt, moves_a_message_to_another_key) {
    const std::string source = create_key();
    const std::string destination = create_key_of("SM4");
    const json moved = call("re-encrypt", {{"cipher_text", encrypt({{"key_id", source}, {"plain_text", "hello"}})},
                                           {"destination_key_id", destination}});
    EXPECT_EQ(moved.at("key_id"), destination);
    EXPECT_EQ(moved.at("source_key_id"), source);
    EXPECT_EQ(moved.at("source_encryption_algorithm"), "SYMMETRIC_DEFAULT");
    EXPECT_EQ(moved.at("destination_encryption_algorithm"), "SYMMETRIC_DEFAULT");
    EXPECT_EQ(text_in(moved.at("cipher_text"), {{"key_id", destination}}), "hello");
}

TEST_F(HuaweiReEncrypt, changes_the_additional_data) {
    const std::string key = create_key();
    const std::string sealed =
        encrypt({{"key_id", key}, {"plain_text", "hello"}, {"additional_authenticated_data", "old"}});
    const json fields = {{"cipher_text", sealed},
                         {"destination_key_id", key},
                         {"source_additional_authenticated_data", "old"},
                         {"destination_additional_authenticated_data", "new"}};
    const json moved = call("re-encrypt", fields).at("cipher_text");
    EXPECT_EQ(text_in(moved, {{"additional_authenticated_data", "new"}}), "hello");
    EXPECT_EQ(text_in(moved, {{"additional_authenticated_data", "old"}}), "refused");
    json wrong = fields;
    wrong["source_additional_authenticated_data"] = "other";
    EXPECT_EQ(refusal(wrong), "400 KMS.2201");
    wrong["source_additional_authenticated_data"] = std::string(129, 'x');
    EXPECT_EQ(refusal(wrong), "400 KMS.0308");
}

TEST_F(HuaweiReEncrypt, moves_a_data_key_to_another_key) {
    const std::string source = create_key();
    const std::string destination = create_key();
    for (const char* bits : {"256", "40"}) {
        const json made = data_key_of(source, bits);
        const json moved =
            call("re-encrypt", {{"cipher_text", made.at("cipher_text")}, {"destination_key_id", destination}});
        EXPECT_EQ(moved.at("key_id"), destination);
        EXPECT_EQ(data_key_in(moved.at("cipher_text"), destination), made.at("plain_text"));
    }
}

TEST_F(HuaweiReEncrypt, keeps_messages_and_data_keys_apart) {
    const std::string key = create_key();
    const std::string data_key = data_key_of(key).at("cipher_text");
    const std::string message = encrypt({{"key_id", key}, {"plain_text", "hello"}});
    EXPECT_EQ(refusal({{"cipher_text", base64_encode(*hex_decode(data_key))}, {"destination_key_id", key}}),
              "400 KMS.2201");
    EXPECT_EQ(refusal({{"cipher_text", hex_encode(*base64_decode(message))}, {"destination_key_id", key}}),
              "400 KMS.2201");
    EXPECT_EQ(refusal({{"cipher_text", message}, {"destination_key_id", key}, {"datakey_cipher_length", "5"}}),
              "400 KMS.2201");
    EXPECT_EQ(refusal({{"cipher_text", data_key},
                       {"destination_key_id", create_cipher_key_of("RSA_2048")},
                       {"destination_encryption_algorithm", "RSAES_OAEP_SHA_256"}}),
              "400 KMS.0308");
}

TEST_F(HuaweiReEncrypt, checks_the_stated_length_of_a_data_key) {
    const std::string key = create_key();
    const json blob = data_key_of(key, "512").at("cipher_text");
    const auto of = [&](const json& length) {
        return refusal({{"cipher_text", blob}, {"destination_key_id", key}, {"datakey_cipher_length", length}});
    };
    EXPECT_EQ(of("64"), "");
    EXPECT_EQ(of("32"), "");  // tolerated: the vendor's SDK states it for every size
    EXPECT_EQ(of("16"), "400 KMS.2204");
    EXPECT_EQ(of("0"), "400 KMS.2202");
    EXPECT_EQ(of("1025"), "400 KMS.2202");
}

TEST_F(HuaweiReEncrypt, goes_through_asymmetric_keys) {
    const std::string aes = create_key();
    const std::string sealed = encrypt({{"key_id", aes}, {"plain_text", "hello"}});
    for (const auto& [spec, algorithm] : {std::pair{"RSA_2048", "RSAES_OAEP_SHA_256"},
                                          std::pair{"RSA_2048", "RSAES_OAEP_SHA_1"}, std::pair{"SM2", "SM2_ENCRYPT"}}) {
        const std::string key = create_cipher_key_of(spec);
        const json there = call(
            "re-encrypt",
            {{"cipher_text", sealed}, {"destination_key_id", key}, {"destination_encryption_algorithm", algorithm}});
        EXPECT_EQ(there.at("destination_encryption_algorithm"), algorithm);
        json back = {{"cipher_text", there.at("cipher_text")},
                     {"source_encryption_algorithm", algorithm},
                     {"destination_key_id", aes}};
        EXPECT_EQ(refusal(back), "400 KMS.0204");  // nothing in the ciphertext names the key
        back["source_key_id"] = key;
        const json home = call("re-encrypt", back);
        EXPECT_EQ(home.at("source_key_id"), key);
        EXPECT_EQ(text_in(home.at("cipher_text")), "hello");
    }
}

TEST_F(HuaweiReEncrypt, tells_what_is_wrong_with_keys_and_algorithms) {
    const std::string key = create_key();
    const std::string rsa = create_cipher_key_of("RSA_2048");
    const std::string sealed = encrypt({{"key_id", key}, {"plain_text", "hello"}});
    const auto to = [&](const std::string& destination, const char* algorithm) {
        return refusal({{"cipher_text", sealed},
                        {"destination_key_id", destination},
                        {"destination_encryption_algorithm", algorithm}});
    };
    EXPECT_EQ(to(key, "RSAES_OAEP_SHA_256"), "400 KMS.2105");
    EXPECT_EQ(to(rsa, "SYMMETRIC_DEFAULT"), "400 KMS.2106");
    EXPECT_EQ(to(rsa, "SM2_ENCRYPT"), "400 KMS.2106");
    EXPECT_EQ(to(rsa, "ROT13"), "400 KMS.0308");
    EXPECT_EQ(to(kUnknownKey, ""), "404 KMS.0207");
    EXPECT_EQ(to("!", ""), "400 KMS.0205");
    EXPECT_EQ(to(create_key_of("EC_P256"), "SYMMETRIC_DEFAULT"), "400 KMS.1114");
    EXPECT_EQ(refusal({{"cipher_text", sealed}}), "400 KMS.0204");
    EXPECT_EQ(refusal({{"destination_key_id", key}}), "400 KMS.0204");
    EXPECT_EQ(refusal({{"cipher_text", "!"}, {"destination_key_id", key}}), "400 KMS.2201");
    EXPECT_EQ(refusal({{"cipher_text", sealed}, {"destination_key_id", key}, {"source_key_id", create_key()}}),
              "400 KMS.2201");
    const std::string long_text = encrypt({{"key_id", key}, {"plain_text", std::string(191, 'x')}});
    EXPECT_EQ(refusal({{"cipher_text", long_text},
                       {"destination_key_id", rsa},
                       {"destination_encryption_algorithm", "RSAES_OAEP_SHA_256"}}),
              "400 KMS.2108");
}

TEST_F(HuaweiReEncrypt, needs_both_keys_enabled_and_ours) {
    const std::string source = create_key();
    const std::string destination = create_key();
    const json fields = {{"cipher_text", encrypt({{"key_id", source}, {"plain_text", "x"}})},
                         {"destination_key_id", destination}};
    EXPECT_EQ(neighbours_error("re-encrypt", fields), "404 KMS.0207");
    for (const std::string& key : {source, destination}) {
        call("disable-key", {{"key_id", key}});
        EXPECT_EQ(refusal(fields), "400 KMS.0209");
        call("enable-key", {{"key_id", key}});
    }
    EXPECT_EQ(refusal(fields), "");
}

// ---- derive-shared-secret ----

using HuaweiSharedSecret = HuaweiTest;

TEST_F(HuaweiSharedSecret, is_that_of_both_sides) {
    for (const auto& [spec, algorithm] : {std::pair{"EC_P256", crypto::AsymmetricAlgorithm::ec_p256},
                                          std::pair{"EC_P384", crypto::AsymmetricAlgorithm::ec_p384},
                                          std::pair{"SECP256K1", crypto::AsymmetricAlgorithm::ec_secp256k1},
                                          std::pair{"SM2", crypto::AsymmetricAlgorithm::sm2}}) {
        const auto theirs = crypto::PrivateKey::generate(algorithm);
        const std::string key = create_key_of(spec);
        const json made = call("derive-shared-secret", {{"key_id", key},
                                                        {"key_agreement_algorithm", "ECDH"},
                                                        {"public_key", base64_encode(theirs->public_key()->to_der())}});
        const std::string pem = call("get-publickey", {{"key_id", key}}).at("public_key");
        const auto secret = crypto::shared_secret(*theirs, *crypto::PublicKey::from_pem(pem));
        EXPECT_EQ(made.at("shared_secret"), base64_encode(secret->expose_secret())) << spec;
        EXPECT_EQ(made.at("key_agreement_algorithm"), "ECDH");
        EXPECT_EQ(made.at("key_id"), key);
    }
}

TEST_F(HuaweiSharedSecret, needs_a_right_request) {
    const auto theirs = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::ec_p256);
    const json right = {{"key_id", create_key_of("EC_P256")},
                        {"key_agreement_algorithm", "ECDH"},
                        {"public_key", base64_encode(theirs->public_key()->to_der())}};
    const auto with = [&](const json& more) {
        json fields = right;
        fields.update(more);
        return error("derive-shared-secret", fields);
    };
    EXPECT_EQ(with(json::object()), "");
    EXPECT_EQ(with({{"key_agreement_algorithm", "DH"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"public_key", "!"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"public_key", "AAAA"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"public_key", nullptr}}), "400 KMS.0204");
    EXPECT_EQ(with({{"recipient", {{"attestation_document", "AAAA"}}}}), "400 KMS.3804");
    EXPECT_EQ(with({{"key_id", create_key_of("EC_P384")}}), "400 KMS.0308");
    EXPECT_EQ(with({{"key_id", create_key_of("ED25519")}}), "400 KMS.0308");
    EXPECT_EQ(with({{"key_id", create_key()}}), "400 KMS.0331");
    EXPECT_EQ(with({{"key_id", create_key_of("HMAC_256")}}), "400 KMS.0341");
    EXPECT_EQ(with({{"key_id", kUnknownKey}}), "404 KMS.0207");
    EXPECT_EQ(neighbours_error("derive-shared-secret", right), "404 KMS.0207");
    call("disable-key", {{"key_id", right["key_id"]}});
    EXPECT_EQ(with(json::object()), "400 KMS.0209");
}

// ---- data key pairs ----

class HuaweiDataKeyPairs : public HuaweiTest {
  protected:
    json make(const std::string& verb, const json& more) {
        json fields = {{"key_id", key_.empty() ? key_ = create_key() : key_}};
        fields.update(more);
        return call(verb, fields);
    }
    std::string refusal(const std::string& verb, const json& more) {
        make(verb, more);
        return last_.reply.status == 200 ? "" : json::parse(last_.reply.body)["error"]["error_code"].get<std::string>();
    }
    std::string key_;
};

TEST_F(HuaweiDataKeyPairs, open_through_decrypt_data) {
    for (const auto& [verb, spec] :
         {std::pair{"create-rsa-datakey-pair", "RSA_2048"}, std::pair{"create-rsa-datakey-pair", "RSA_4096"},
          std::pair{"create-ec-datakey-pair", "ECC_NIST_P256"}, std::pair{"create-ec-datakey-pair", "ECC_NIST_P384"},
          std::pair{"create-ec-datakey-pair", "ECC_NIST_P521"}, std::pair{"create-ec-datakey-pair", "ECC_SECG_P256K1"},
          std::pair{"create-ec-datakey-pair", "SM2"}}) {
        const json made = make(verb, {{"key_spec", spec}});
        EXPECT_EQ(made.at("key_id"), key_);
        EXPECT_EQ(made.at("key_spec"), spec);
        const json opened = call("decrypt-data", {{"cipher_text", made.at("private_key_cipher_text")}});
        EXPECT_EQ(opened.at("plain_text_base64"), made.at("private_key_plain_text"));
        const auto key =
            crypto::PrivateKey::from_der(*base64_decode(made.at("private_key_plain_text").get<std::string>()));
        ASSERT_THAT(key, test::Succeeds()) << spec;
        EXPECT_EQ(base64_encode(key->public_key()->to_der()), made.at("public_key"));
    }
}

TEST_F(HuaweiDataKeyPairs, leave_the_private_key_out_when_asked) {
    for (const json& no : {json(false), json("false")})
        EXPECT_FALSE(make("create-ec-datakey-pair", {{"key_spec", "SM2"}, {"with_plain_text", no}})
                         .contains("private_key_plain_text"));
    EXPECT_TRUE(make("create-ec-datakey-pair", {{"key_spec", "SM2"}, {"with_plain_text", true}})
                    .contains("private_key_plain_text"));
}

TEST_F(HuaweiDataKeyPairs, are_bound_to_additional_data) {
    const json made =
        make("create-ec-datakey-pair", {{"key_spec", "SM2"}, {"additional_authenticated_data", "orders"}});
    const json blob = made.at("private_key_cipher_text");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", blob}}), "400 KMS.2201");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", blob}, {"additional_authenticated_data", "orders"}}), "");
}

TEST_F(HuaweiDataKeyPairs, need_a_right_request) {
    for (const char* verb : {"create-rsa-datakey-pair", "create-ec-datakey-pair"}) {
        const char* const spec = std::string_view{verb}.find("rsa") != std::string_view::npos ? "RSA_2048" : "SM2";
        const char* const other = std::string_view{spec} == "SM2" ? "RSA_2048" : "SM2";
        EXPECT_EQ(refusal(verb, json::object()), "KMS.0204");
        EXPECT_EQ(refusal(verb, {{"key_spec", other}}), "KMS.0308");
        EXPECT_EQ(refusal(verb, {{"key_spec", spec}, {"with_plain_text", "maybe"}}), "KMS.0308");
        EXPECT_EQ(refusal(verb, {{"key_spec", spec}, {"key_id", kUnknownKey}}), "KMS.0207");
        EXPECT_EQ(refusal(verb, {{"key_spec", spec}, {"key_id", create_cipher_key_of("SM2")}}), "KMS.0325");
        EXPECT_EQ(refusal(verb, {{"key_spec", spec}, {"key_id", create_key_of("EC_P256")}}), "KMS.0325");
        EXPECT_EQ(refusal(verb, {{"key_spec", spec}, {"key_id", create_key_of("HMAC_256")}}), "KMS.0341");
    }
}

TEST_F(HuaweiDataKeyPairs, need_an_enabled_key_of_ours) {
    const json fields = {{"key_id", create_key()}, {"key_spec", "SM2"}};
    EXPECT_EQ(neighbours_error("create-ec-datakey-pair", fields), "404 KMS.0207");
    call("disable-key", {{"key_id", fields["key_id"]}});
    EXPECT_EQ(error("create-ec-datakey-pair", fields), "400 KMS.0209");
}

}  // namespace

}  // namespace tandem::api::huawei
