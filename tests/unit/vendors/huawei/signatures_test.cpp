// sign, verify, generate-mac, verify-mac (sections 6.6 and 6.7).

#include "tandem/crypto/signature.hpp"

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

struct Kind {
    const char* spec;
    const char* algorithm;
    std::size_t digest_bytes;
};
constexpr Kind kKinds[] = {
    {"RSA_2048", "RSASSA_PSS_SHA_256", 32},
    {"RSA_2048", "RSASSA_PSS_SHA_384", 48},
    {"RSA_2048", "RSASSA_PSS_SHA_512", 64},
    {"RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", 32},
    {"RSA_2048", "RSASSA_PKCS1_V1_5_SHA_384", 48},
    {"RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512", 64},
    {"EC_P256", "ECDSA_SHA_256", 32},
    {"EC_P256", "ECDSA_SHA_512", 64},
    {"EC_P384", "ECDSA_SHA_384", 48},
    {"EC_P384", "ECDSA_SHA_512", 64},
    {"SECP256K1", "ECDSA_SHA_256", 32},
    {"SECP256K1", "ECDSA_SHA_512", 64},
    {"SM2", "SM2DSA_SM3", 32},
};
constexpr Kind kEd25519{"ED25519", "ED25519_SHA_512", 0};

class HuaweiSignatures : public HuaweiTest {
  protected:
    const std::string& key_of(const std::string& spec) {
        std::string& key = keys_[spec];
        if (key.empty()) key = create_key({{"key_spec", spec}});
        return key;
    }
    json request(const Kind& kind, std::string_view message, std::string_view type = "RAW") {
        return {{"key_id", key_of(kind.spec)},
                {"signing_algorithm", kind.algorithm},
                {"message", base64_encode(as_bytes(message))},
                {"message_type", type}};
    }
    json digest(const Kind& kind, std::size_t bytes) { return request(kind, std::string(bytes, 'd'), "DIGEST"); }
    static json with_signature(json fields, const json& signature = "AAAA") {
        fields["signature"] = signature;
        return fields;
    }
    // "" when both succeed; both give the same error.
    std::string errors(const json& fields) {
        const std::string signing = error("sign", fields);
        EXPECT_EQ(error("verify", with_signature(fields)), signing);
        return signing;
    }
    std::map<std::string, std::string> keys_;
};

TEST_F(HuaweiSignatures, are_valid_for_their_message_alone) {
    std::vector<Kind> kinds{std::begin(kKinds), std::end(kKinds)};
    kinds.push_back(kEd25519);
    std::erase_if(kinds, [](const Kind& kind) { return std::string_view{kind.spec} == "SM2"; });  // digests alone
    for (const Kind& kind : kinds) {
        const json made = call("sign", request(kind, "message"));
        EXPECT_EQ(made.at("key_id"), key_of(kind.spec));
        const json answer = call("verify", with_signature(request(kind, "message"), made.at("signature")));
        EXPECT_EQ(answer.at("key_id"), key_of(kind.spec));
        EXPECT_EQ(answer.at("signature_valid"), "true") << kind.algorithm;  // a text
        const json other = call("verify", with_signature(request(kind, "other"), made.at("signature")));
        EXPECT_EQ(other.at("signature_valid"), "false") << kind.algorithm;
    }
}

TEST_F(HuaweiSignatures, are_of_a_digest_unless_told_otherwise) {
    json fields = digest(kKinds[6], 32);
    const json signature = call("sign", fields).at("signature");
    fields.erase("message_type");
    EXPECT_EQ(call("verify", with_signature(fields, signature)).at("signature_valid"), "true");
    fields["message_type"] = "RAW";
    EXPECT_EQ(call("verify", with_signature(fields, signature)).at("signature_valid"), "false");
}

TEST_F(HuaweiSignatures, take_digests_of_the_algorithms_length) {
    for (const Kind& kind : kKinds)
        for (const std::size_t bytes : {kind.digest_bytes - 1, kind.digest_bytes, kind.digest_bytes + 1})
            EXPECT_EQ(errors(digest(kind, bytes)), bytes == kind.digest_bytes ? "" : "400 KMS.0329") << kind.algorithm;
    EXPECT_EQ(errors(digest(kEd25519, 64)), "400 KMS.0329");
}

TEST_F(HuaweiSignatures, take_messages_of_1_to_4095_bytes) {
    EXPECT_EQ(errors(request(kKinds[6], "")), "400 KMS.0204");
    EXPECT_EQ(errors(request(kKinds[6], "x")), "");
    EXPECT_EQ(errors(request(kKinds[6], std::string(4095, 'x'))), "");
    EXPECT_EQ(errors(request(kKinds[6], std::string(4096, 'x'))), "400 KMS.0308");
}

TEST_F(HuaweiSignatures, are_of_an_algorithm_of_the_key) {
    for (const Kind& kind : kKinds)
        EXPECT_EQ(errors(request({"EC_P256", kind.algorithm, 0}, "x")),
                  std::string_view{kind.spec} == "EC_P256" || std::string_view{kind.algorithm} == "ECDSA_SHA_256" ||
                          std::string_view{kind.algorithm} == "ECDSA_SHA_512"
                      ? ""
                      : "400 KMS.0332")
            << kind.algorithm;
    EXPECT_EQ(errors(request({"EC_P384", "ECDSA_SHA_256", 0}, "x")), "400 KMS.0332");
    EXPECT_EQ(errors(request({"SECP256K1", "ECDSA_SHA_384", 0}, "x")), "400 KMS.0332");
    EXPECT_EQ(errors(request({"ED25519", "ED25519_PH_SHA_512", 0}, "x")), "400 KMS.0332");
}

TEST_F(HuaweiSignatures, need_a_right_request) {
    const auto with = [&](const json& more) {
        json fields = request(kKinds[6], "x");
        fields.update(more);
        return errors(fields);
    };
    EXPECT_EQ(with({{"signing_algorithm", "RSA"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"message_type", "TEXT"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"message", "!"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"key_id", "!"}}), "400 KMS.0205");
    EXPECT_EQ(with({{"key_id", kUnknownKey}}), "404 KMS.0207");
    EXPECT_EQ(with({{"key_id", nullptr}}), "400 KMS.0204");
    EXPECT_EQ(error("verify", with_signature(request(kKinds[6], "x"), "!")), "400 KMS.0308");
    EXPECT_EQ(error("verify", with_signature(request(kKinds[6], "x"), "")), "400 KMS.0204");
}

TEST_F(HuaweiSignatures, need_a_key_that_signs) {
    const auto of = [&](const std::string& key, const char* algorithm) {
        return errors(
            {{"key_id", key}, {"signing_algorithm", algorithm}, {"message", "AAAA"}, {"message_type", "RAW"}});
    };
    EXPECT_EQ(of(create_key(), "ECDSA_SHA_256"), "400 KMS.0331");
    EXPECT_EQ(of(create_cipher_key_of("SM2"), "SM2DSA_SM3"), "400 KMS.0334");
    EXPECT_EQ(of(create_key_of("HMAC_256"), "ECDSA_SHA_256"), "400 KMS.0341");
}

TEST_F(HuaweiSignatures, need_an_enabled_key) {
    const json fields = request(kKinds[6], "x");
    call("disable-key", {{"key_id", fields["key_id"]}});
    EXPECT_EQ(errors(fields), "400 KMS.0209");
    call("schedule-key-deletion", {{"key_id", fields["key_id"]}, {"pending_days", "7"}});
    EXPECT_EQ(errors(fields), "400 KMS.0210");
    EXPECT_EQ(errors({{"key_id", create_key({{"key_spec", "EC_P256"}, {"origin", "external"}})},
                      {"signing_algorithm", "ECDSA_SHA_256"},
                      {"message", "AAAA"},
                      {"message_type", "RAW"}}),
              "400 KMS.1301");
}

TEST_F(HuaweiSignatures, take_keys_by_alias_and_are_out_of_a_neighbours_reach) {
    json fields = request(kKinds[6], "x");
    EXPECT_EQ(neighbours_error("sign", fields), "404 KMS.0207");
    fields["key_id"] = "alias/signer";
    create_key({{"key_alias", "signer"}, {"key_spec", "EC_P256"}});
    EXPECT_EQ(errors(fields), "");
}

TEST_F(HuaweiSignatures, are_checked_with_the_public_key_outside) {
    for (const auto& [spec, algorithm, scheme] :
         {std::tuple{"SECP256K1", "ECDSA_SHA_256", crypto::SignatureScheme::ecdsa_sha256},
          std::tuple{"ED25519", "ED25519_SHA_512", crypto::SignatureScheme::ed25519}}) {
        const std::string pem = call("get-publickey", {{"key_id", key_of(spec)}}).at("public_key");
        const auto key = crypto::PublicKey::from_pem(pem);
        ASSERT_THAT(key, test::Succeeds());
        const auto signature =
            base64_decode(call("sign", request({spec, algorithm, 0}, "x")).at("signature").get<std::string>());
        EXPECT_TRUE(crypto::verify(*key, {scheme, crypto::MessageForm::raw, as_bytes("x")}, *signature).value());
    }
}

TEST_F(HuaweiSignatures, are_made_on_the_worker_pool) {
    Exchange exchange;
    const RequestText text = client_.post("sign", request(kKinds[6], "x").dump());
    EXPECT_EQ(run(text, exchange, Place::io_thread), Disposition::moves);
}

// ---- MACs ----

struct MacKind {
    const char* spec;
    const char* algorithm;
    std::size_t bytes;
};
constexpr MacKind kMacKinds[] = {{"HMAC_256", "HMAC_SHA_256", 32},
                                 {"HMAC_384", "HMAC_SHA_384", 48},
                                 {"HMAC_512", "HMAC_SHA_512", 64},
                                 {"HMAC_SM3", "HMAC_SM3", 32}};

class HuaweiMacs : public HuaweiTest {
  protected:
    json request(const MacKind& kind, std::string_view message = "message") {
        if (key_.empty()) key_ = create_key_of(kind.spec);
        return {{"key_id", key_}, {"mac_algorithm", kind.algorithm}, {"message", base64_encode(as_bytes(message))}};
    }
    json verdict(json fields, const json& mac) {
        fields["mac"] = mac;
        return call("verify-mac", fields).at("mac_valid");
    }
    std::string key_;
};

TEST_F(HuaweiMacs, are_right_for_their_message_alone) {
    for (const MacKind& kind : kMacKinds) {
        key_.clear();
        const json made = call("generate-mac", request(kind));
        const std::string mac = made.at("mac");
        EXPECT_EQ(made.at("key_id"), key_);
        EXPECT_EQ(made.at("mac_algorithm"), kind.algorithm);
        EXPECT_EQ(mac.size(), 2 * kind.bytes);
        EXPECT_EQ(mac.find_first_not_of("0123456789abcdef"), std::string::npos);
        EXPECT_EQ(verdict(request(kind), mac), true);  // a boolean
        EXPECT_EQ(verdict(request(kind, "other"), mac), false);
        EXPECT_EQ(verdict(request(kind), mac.substr(2)), false);
    }
}

TEST_F(HuaweiMacs, are_read_in_either_case) {
    const auto mac = hex_decode(call("generate-mac", request(kMacKinds[0])).at("mac").get<std::string>());
    EXPECT_EQ(verdict(request(kMacKinds[0]), hex_encode_upper(*mac)), true);
}

TEST_F(HuaweiMacs, are_of_the_algorithm_of_the_keys_spec) {
    request(kMacKinds[0]);  // makes the key
    for (const MacKind& kind : kMacKinds)
        EXPECT_EQ(error("generate-mac", request(kind)), kind.spec == kMacKinds[0].spec ? "" : "400 KMS.0308");
}

TEST_F(HuaweiMacs, need_a_right_request) {
    const auto with = [&](const json& more, const char* operation = "generate-mac") {
        json fields = request(kMacKinds[0]);
        fields.update(more);
        return error(operation, fields);
    };
    const auto message = [](std::size_t bytes) { return json{{"message", base64_encode(Bytes(bytes))}}; };
    EXPECT_EQ(with(message(0)), "400 KMS.0204");
    EXPECT_EQ(with(message(1)), "");
    EXPECT_EQ(with(message(4096)), "");
    EXPECT_EQ(with(message(4097)), "400 KMS.0308");
    EXPECT_EQ(with({{"message", "!"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"mac_algorithm", "HMAC_MD5"}}), "400 KMS.0308");
    EXPECT_EQ(with({{"key_id", kUnknownKey}}), "404 KMS.0207");
    EXPECT_EQ(with(json::object(), "verify-mac"), "400 KMS.0204");
    EXPECT_EQ(with({{"mac", "xx"}}, "verify-mac"), "400 KMS.0308");
}

TEST_F(HuaweiMacs, need_an_enabled_mac_key_of_ours) {
    const json fields = request(kMacKinds[0]);
    EXPECT_EQ(neighbours_error("generate-mac", fields), "404 KMS.0207");
    json symmetric = fields;
    symmetric["key_id"] = create_key();
    EXPECT_EQ(error("generate-mac", symmetric), "400 KMS.0308");
    call("disable-key", {{"key_id", key_}});
    EXPECT_EQ(error("generate-mac", fields), "400 KMS.0209");
}

TEST_F(HuaweiMacs, are_made_on_the_io_thread) {
    Exchange exchange;
    const RequestText text = client_.post("generate-mac", request(kMacKinds[0]).dump());
    EXPECT_EQ(run(text, exchange, Place::io_thread), Disposition::answered);
    EXPECT_EQ(exchange.reply.status, 200u);
}

}  // namespace

}  // namespace tandem::api::huawei
