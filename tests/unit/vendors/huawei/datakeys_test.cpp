// Data keys (section 6.4): bits here, bytes there, hexadecimal everywhere.

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

class HuaweiDataKeys : public HuaweiTest {
  protected:
    json create(json fields = json::object()) {
        fields["key_id"] = key();
        return call("create-datakey", fields);
    }
    std::string create_error(json fields) {
        fields["key_id"] = key();
        return error("create-datakey", fields);
    }
    json opening(const json& cipher_text, const json& length) {
        return {{"key_id", key()}, {"cipher_text", cipher_text}, {"datakey_cipher_length", length}};
    }
    json sealing(const std::string& plain_text, const json& length) {
        return {{"key_id", key()}, {"plain_text", plain_text}, {"datakey_plain_length", length}};
    }
    static std::string with_digest(const Bytes& data_key) {
        return hex_encode(data_key) + hex_encode(crypto::sha256(data_key));
    }
    const std::string& key() {
        if (key_.empty()) key_ = create_key();
        return key_;
    }
    std::string key_;
};

TEST_F(HuaweiDataKeys, are_256_bits_by_default_in_upper_case) {
    const json made = create();
    EXPECT_THAT(made["plain_text"].get<std::string>(), testing::MatchesRegex("[0-9A-F]{64}"));
    EXPECT_THAT(made["cipher_text"].get<std::string>(), testing::MatchesRegex("[0-9A-F]+"));
    EXPECT_EQ(made["cipher_text"].get<std::string>().size(), 2u * (124 + 32));
    EXPECT_EQ(made["key_id"], key());
}

TEST_F(HuaweiDataKeys, have_the_length_in_bits_that_was_asked_for) {
    for (const auto& [bits, ciphertext_bytes] :
         std::vector<std::pair<int, std::size_t>>{{8, 16}, {120, 16}, {128, 16}, {136, 32}, {512, 64}, {8192, 1024}}) {
        const json made = create({{"datakey_length", std::to_string(bits)}});
        EXPECT_EQ(made["plain_text"].get<std::string>().size(), static_cast<std::size_t>(bits) / 4) << bits;
        EXPECT_EQ(made["cipher_text"].get<std::string>().size(), 2 * (124 + ciphertext_bytes)) << bits;
    }
    EXPECT_EQ(create({{"datakey_length", 64}})["plain_text"].get<std::string>().size(), 16u);
}

TEST_F(HuaweiDataKeys, follow_the_spec_unless_there_is_a_length) {
    const auto length = [&](const json& fields) { return create(fields)["plain_text"].get<std::string>().size() * 4; };
    EXPECT_EQ(length({{"key_spec", "AES_128"}}), 128u);
    EXPECT_EQ(length({{"key_spec", "AES_256"}}), 256u);
    EXPECT_EQ(length({{"key_spec", "SM4"}}), 128u);
    EXPECT_EQ(length({{"key_spec", "HMAC_256"}}), 256u);
    EXPECT_EQ(length({{"key_spec", "HMAC_384"}}), 384u);
    EXPECT_EQ(length({{"key_spec", "HMAC_512"}}), 512u);
    EXPECT_EQ(length({{"key_spec", "HMAC_SM3"}}), 256u);
    EXPECT_EQ(length({{"key_spec", ""}, {"datakey_length", ""}}), 256u);
    EXPECT_EQ(length({{"key_spec", "AES_192"}, {"datakey_length", "512"}}), 512u);
    EXPECT_EQ(length({{"key_spec", "AES_128"}, {"datakey_length", "512"}}), 512u);
    EXPECT_EQ(create_error({{"key_spec", "AES_192"}}), "400 KMS.1902");
}

TEST_F(HuaweiDataKeys, refuse_lengths_out_of_range) {
    for (const json& bits : {json("0"), json("7"), json("8193"), json("8200"), json("x"), json("-8"), json(true)}) {
        EXPECT_EQ(create_error({{"datakey_length", bits}}), "400 KMS.1901") << bits;
    }
    EXPECT_EQ(create_error({{"datakey_length", "12"}}), "400 KMS.1903");
}

TEST_F(HuaweiDataKeys, can_be_made_without_their_plain_text) {
    const json made = call("create-datakey-without-plaintext", {{"key_id", key()}, {"datakey_length", "512"}});
    EXPECT_FALSE(made.contains("plain_text"));
    EXPECT_EQ(call("decrypt-datakey", opening(made["cipher_text"], "64"))["datakey_length"], "64");
}

TEST_F(HuaweiDataKeys, are_opened_with_their_length_in_bytes_and_their_digest) {
    for (const int bits : {8, 256, 264, 512, 8192}) {
        const json made = create({{"datakey_length", std::to_string(bits)}});
        const json opened = call("decrypt-datakey", opening(made["cipher_text"], std::to_string(bits / 8)));
        EXPECT_EQ(opened["data_key"], made["plain_text"]);
        EXPECT_EQ(opened["datakey_length"], std::to_string(bits / 8));
        const auto raw = hex_decode(made["plain_text"].get<std::string>());
        EXPECT_EQ(opened["datakey_dgst"], hex_encode_upper(crypto::sha256(*raw)));
        EXPECT_FALSE(opened.contains("key_id"));
    }
}

TEST_F(HuaweiDataKeys, are_opened_with_32_whatever_their_length) {
    const json made = create({{"datakey_length", "512"}});
    EXPECT_EQ(error("decrypt-datakey", opening(made["cipher_text"], "32")), "");
    EXPECT_EQ(error("decrypt-datakey", opening(made["cipher_text"], 64)), "");
    EXPECT_EQ(error("decrypt-datakey", opening(made["cipher_text"], "63")), "400 KMS.2204");
    for (const json& length : {json("0"), json("1025"), json("x"), json("-1")}) {
        EXPECT_EQ(error("decrypt-datakey", opening(made["cipher_text"], length)), "400 KMS.2202") << length;
    }
}

TEST_F(HuaweiDataKeys, take_hexadecimal_of_either_case) {
    std::string cipher_text = create()["cipher_text"];
    std::transform(cipher_text.begin(), cipher_text.end(), cipher_text.begin(), ::tolower);
    EXPECT_EQ(error("decrypt-datakey", opening(cipher_text, "32")), "");
}

TEST_F(HuaweiDataKeys, that_were_changed_do_not_open) {
    const auto blob = hex_decode(create()["cipher_text"].get<std::string>());
    for (std::size_t i = 0; i < blob->size(); ++i) {
        Bytes changed = *blob;
        changed[i] ^= 0x80;
        EXPECT_EQ(error("decrypt-datakey", opening(hex_encode(changed), "32")), "400 KMS.2201") << i;
    }
    for (const std::string text : {"zz", "ABC", "0200"}) {
        EXPECT_EQ(error("decrypt-datakey", opening(text, "32")), "400 KMS.2201") << text;
    }
    EXPECT_EQ(error("decrypt-datakey", opening(std::string(10'000, 'A'), "32")), "400 KMS.2201");
}

TEST_F(HuaweiDataKeys, open_only_under_their_own_key) {
    json fields = opening(create()["cipher_text"], "32");
    fields["key_id"] = create_key();
    EXPECT_EQ(error("decrypt-datakey", fields), "400 KMS.2201");
    fields["key_id"] = kUnknownKey;
    EXPECT_EQ(error("decrypt-datakey", fields), "404 KMS.0207");
}

TEST_F(HuaweiDataKeys, are_not_messages) {
    for (const std::string text : {"x", "sixteen bytes!!!"}) {
        const json sealed = call("encrypt-data", {{"key_id", key()}, {"plain_text", text}});
        const auto blob = base64_decode(sealed["cipher_text"].get<std::string>());
        EXPECT_EQ(error("decrypt-datakey", opening(hex_encode(*blob), "32")), "400 KMS.2201");
    }
}

TEST_F(HuaweiDataKeys, are_bound_to_their_context) {
    const json made = create({{"encryption_context", {{"a", "b"}}}, {"additional_authenticated_data", "c"}});
    json fields = opening(made["cipher_text"], "32");
    EXPECT_EQ(error("decrypt-datakey", fields), "400 KMS.2201");
    fields["encryption_context"] = {{"a", "b"}};
    EXPECT_EQ(error("decrypt-datakey", fields), "400 KMS.2201");
    fields["additional_authenticated_data"] = "c";
    EXPECT_EQ(error("decrypt-datakey", fields), "");
}

// ---- encrypt-datakey ----

TEST_F(HuaweiDataKeys, of_the_worked_sample_are_taken) {
    // 64 zero bytes and the digest that the documents print for them.
    const std::string text = std::string(128, '0') + "F5A5FD42D16A20302798EF6ED309979B43003D2320D9F0E8EA9831A92759FB4B";
    const json sealed = call("encrypt-datakey", sealing(text, "64"));
    EXPECT_EQ(sealed["key_id"], key());
    EXPECT_EQ(sealed["datakey_length"], "64");
    EXPECT_EQ(sealed["cipher_text"].get<std::string>().size(), 376u);
    const json opened = call("decrypt-datakey", opening(sealed["cipher_text"], "64"));
    EXPECT_EQ(opened["data_key"], std::string(128, '0'));
    EXPECT_EQ(opened["datakey_dgst"], text.substr(128));
}

TEST_F(HuaweiDataKeys, of_the_printed_request_are_taken_with_its_blank) {
    const std::string data_key =
        "7549d9aea901767bf3c0b3e14b10722eaf6f59053bbd82045d04e075e809a0fe"
        "6ccab48f8e5efe74e4b18ff0512525e527b10331100f357bf42125d8d5ced94f";
    const std::string digest = "fbc8ac72b0785ca7fe33eb6776ce3990b11e32b299d9c0a9ee0305fb9540f797";
    EXPECT_EQ(error("encrypt-datakey", sealing(data_key + " " + digest, "64")), "");
}

TEST_F(HuaweiDataKeys, may_have_a_blank_before_their_digest) {
    std::string text = with_digest(Bytes(16, 7));
    text.insert(32, " ");
    EXPECT_EQ(error("encrypt-datakey", sealing(text, "16")), "");
}

TEST_F(HuaweiDataKeys, must_have_their_digest_and_their_length) {
    const std::string good = with_digest(Bytes(16, 7));
    EXPECT_EQ(error("encrypt-datakey", sealing(good, 16)), "");
    std::string wrong = good;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    EXPECT_EQ(error("encrypt-datakey", sealing(wrong, "16")), "400 KMS.2103");
    EXPECT_EQ(error("encrypt-datakey", sealing(good, "17")), "400 KMS.2104");
    EXPECT_EQ(error("encrypt-datakey", sealing(good.substr(2), "16")), "400 KMS.2104");
    wrong[0] = 'x';
    EXPECT_EQ(error("encrypt-datakey", sealing(wrong, "16")), "400 KMS.2101");
    for (const json& length : {json("0"), json("1025"), json("x"), json("-1"), json("16 ")}) {
        EXPECT_EQ(error("encrypt-datakey", sealing(good, length)), "400 KMS.2102") << length;
    }
    EXPECT_EQ(error("encrypt-datakey", sealing("", "16")), "400 KMS.0204");
}

TEST_F(HuaweiDataKeys, of_every_length_are_taken) {
    for (const std::size_t length : {1u, 15u, 16u, 17u, 1024u}) {
        const Bytes data_key(length, 9);
        const json sealed = call("encrypt-datakey", sealing(with_digest(data_key), std::to_string(length)));
        EXPECT_EQ(call("decrypt-datakey", opening(sealed["cipher_text"], std::to_string(length)))["data_key"],
                  hex_encode_upper(data_key));
    }
}

TEST_F(HuaweiDataKeys, under_an_sm4_key_have_an_sm3_digest) {
    key_ = create_key_of("SM4");
    const Bytes data_key(16, 3);
    EXPECT_EQ(error("encrypt-datakey", sealing(with_digest(data_key), "16")), "400 KMS.2103");
    const std::string text = hex_encode(data_key) + hex_encode(crypto::sm3(data_key));
    const json sealed = call("encrypt-datakey", sealing(text, "16"));
    const json opened = call("decrypt-datakey", opening(sealed["cipher_text"], "16"));
    EXPECT_EQ(opened["datakey_dgst"], hex_encode_upper(crypto::sm3(data_key)));
}

TEST_F(HuaweiDataKeys, of_an_sm4_key_are_opened_with_their_sm3_digest) {
    key_ = create_key_of("SM4");
    const json made = create({{"key_spec", "SM4"}});
    const json opened = call("decrypt-datakey", opening(made["cipher_text"], "16"));
    EXPECT_EQ(opened["data_key"], made["plain_text"]);
    EXPECT_EQ(opened["datakey_dgst"],
              hex_encode_upper(crypto::sm3(*hex_decode(made["plain_text"].get<std::string>()))));
}

TEST_F(HuaweiDataKeys, go_from_one_operation_to_the_other) {
    const json made = create({{"datakey_length", "128"}});
    const auto raw = hex_decode(made["plain_text"].get<std::string>());
    const json sealed = call("encrypt-datakey", sealing(with_digest(*raw), "16"));
    EXPECT_EQ(call("decrypt-datakey", opening(sealed["cipher_text"], "16"))["data_key"], made["plain_text"]);
    EXPECT_NE(sealed["cipher_text"], made["cipher_text"]);
}

TEST_F(HuaweiDataKeys, need_a_symmetric_key) {
    const std::string rsa = create_cipher_key_of("RSA_2048");
    for (const std::string& id : {rsa, create_key_of("RSA_2048"), create_key_of("EC_P256"), create_key_of("SM2")}) {
        EXPECT_EQ(error("create-datakey", {{"key_id", id}}), "400 KMS.0325");
        json fields = sealing(with_digest(Bytes(16, 7)), "16");
        fields["key_id"] = id;
        EXPECT_EQ(error("encrypt-datakey", fields), "400 KMS.0325");
        fields = opening("AA", "32");
        fields["key_id"] = id;
        EXPECT_EQ(error("decrypt-datakey", fields), "400 KMS.0325");
    }
    EXPECT_EQ(error("create-datakey", {{"key_id", create_mac_key()}}), "400 KMS.0341");
}

TEST_F(HuaweiDataKeys, take_keys_by_alias) {
    create_key({{"key_alias", "mine"}});
    const json made = call("create-datakey", {{"key_id", "alias/mine"}});
    EXPECT_EQ(error("decrypt-datakey",
                    {{"key_id", "alias/mine"}, {"cipher_text", made["cipher_text"]}, {"datakey_cipher_length", "32"}}),
              "");
}

// ---- gen-random ----

TEST_F(HuaweiDataKeys, have_random_numbers_beside_them) {
    const auto of = [&](const json& bits) { return call("gen-random", {{"random_data_length", bits}}); };
    const auto error_with = [&](const json& bits) { return error("gen-random", {{"random_data_length", bits}}); };
    EXPECT_THAT(of("512")["random_data"].get<std::string>(), testing::MatchesRegex("[0-9A-F]{128}"));
    EXPECT_EQ(of(8)["random_data"].get<std::string>().size(), 2u);
    EXPECT_EQ(of("8192")["random_data"].get<std::string>().size(), 2048u);
    EXPECT_NE(of("512"), of("512"));
    EXPECT_EQ(error_with("7"), "400 KMS.1801");
    EXPECT_EQ(error_with("8200"), "400 KMS.1801");
    EXPECT_EQ(error_with("x"), "400 KMS.1801");
    EXPECT_EQ(error_with("9"), "400 KMS.1802");
    EXPECT_EQ(error("gen-random"), "400 KMS.0204");
}

}  // namespace

}  // namespace tandem::api::huawei
