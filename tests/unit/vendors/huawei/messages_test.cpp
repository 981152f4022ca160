#include "fixture.hpp"
#include "huawei/wire/context.hpp"

#include <gtest/gtest.h>

namespace tandem::api::huawei {

namespace {

class HuaweiMessages : public HuaweiTest {
  protected:
    std::string encrypt(json fields) { return call("encrypt-data", fields).value("cipher_text", ""); }
    std::string encrypt(const std::string& key, const std::string& text) {
        return encrypt({{"key_id", key}, {"plain_text", text}});
    }
    const std::string& key() {
        if (key_.empty()) key_ = create_key();
        return key_;
    }
    std::string key_;
};

TEST_F(HuaweiMessages, come_back_as_they_went) {
    for (const std::string text : {"x", "hello \"world\"\n\t\\", "\u5bc6\u94a5 <&>", "\x01"}) {
        const json answer = call("decrypt-data", {{"cipher_text", encrypt(key(), text)}});
        EXPECT_EQ(answer["plain_text"], text);
        EXPECT_EQ(answer["plain_text_base64"], base64_encode(as_bytes(text)));
        EXPECT_EQ(answer["key_id"], key());
    }
}

TEST_F(HuaweiMessages, have_the_vendors_length_and_shape) {
    EXPECT_EQ(encrypt(key(), "x").size(), 188u);
    EXPECT_EQ(encrypt(key(), std::string(4096, 'x')).size(), 5648u);
    const auto blob = base64_decode(encrypt(key(), std::string(16, 'x')));
    ASSERT_TRUE(blob);
    ASSERT_EQ(blob->size(), 124u + 32u);
    EXPECT_EQ((*blob)[0], 2);
    EXPECT_EQ((*blob)[1], 0);
    EXPECT_EQ((*blob)[2] | (*blob)[3] << 8, 88 + 32);
    EXPECT_EQ(as_text(ByteView{*blob}.subspan(88 + 32 - 36, 36)), key());  // in front of the trailer
}

TEST_F(HuaweiMessages, are_never_the_same_twice) { EXPECT_NE(encrypt(key(), "x"), encrypt(key(), "x")); }

TEST_F(HuaweiMessages, take_keys_by_alias_and_urn) {
    const std::string id = create_key({{"key_alias", "mine"}});
    const std::string sealed = encrypt("alias/mine", "x");
    EXPECT_EQ(call("decrypt-data", {{"cipher_text", sealed}})["key_id"], id);
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"key_id", "alias/mine"}}), "");
}

TEST_F(HuaweiMessages, are_1_to_4096_bytes) {
    const auto of = [&](const json& text) { return error("encrypt-data", {{"key_id", key()}, {"plain_text", text}}); };
    EXPECT_EQ(error("encrypt-data", {{"key_id", key()}}), "400 KMS.0204");
    EXPECT_EQ(of(nullptr), "400 KMS.0204");
    EXPECT_EQ(of(""), "400 KMS.2101");
    EXPECT_EQ(of(std::string(4096, 'x')), "");
    EXPECT_EQ(of(std::string(4097, 'x')), "400 KMS.2101");
    EXPECT_EQ(of(json::object()), "400 KMS.2101");
    EXPECT_EQ(of(12345), "");
}

TEST_F(HuaweiMessages, that_were_changed_anywhere_do_not_open) {
    const auto blob = base64_decode(encrypt(key(), "x"));
    ASSERT_TRUE(blob);
    for (std::size_t i = 0; i < blob->size(); ++i) {
        Bytes changed = *blob;
        changed[i] ^= 1;
        const std::string answer = error("decrypt-data", {{"cipher_text", base64_encode(changed)}});
        EXPECT_EQ(answer, "400 KMS.2201") << i;
    }
}

TEST_F(HuaweiMessages, that_are_none_do_not_open) {
    const auto of = [&](const json& text) { return error("decrypt-data", {{"cipher_text", text}}); };
    const std::string good = encrypt(key(), "x");
    EXPECT_EQ(error("decrypt-data"), "400 KMS.0204");
    EXPECT_EQ(of("!"), "400 KMS.2201");
    EXPECT_EQ(of(std::string(188, 'A')), "400 KMS.2201");
    EXPECT_EQ(of(good.substr(0, 184)), "400 KMS.2201");
    EXPECT_EQ(of(good + "AAAA"), "400 KMS.2201");
    EXPECT_EQ(of(std::string(100'000, 'A')), "400 KMS.2201");
    EXPECT_EQ(of(7), "400 KMS.2201");
}

TEST_F(HuaweiMessages, of_another_tenant_name_a_key_that_is_not_there) {
    EXPECT_EQ(neighbours_error("decrypt-data", {{"cipher_text", encrypt(key(), "x")}}), "404 KMS.0207");
}

TEST_F(HuaweiMessages, open_only_under_the_key_that_is_named) {
    const std::string sealed = encrypt(key(), "x");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"key_id", key()}}), "");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"key_id", create_key()}}), "400 KMS.2201");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"key_id", kUnknownKey}}), "404 KMS.0207");
}

TEST_F(HuaweiMessages, are_not_data_keys) {
    const json data_key = call("create-datakey", {{"key_id", key()}, {"datakey_length", "40"}});
    const auto blob = hex_decode(data_key["cipher_text"].get<std::string>());
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", base64_encode(*blob)}}), "400 KMS.2201");
}

TEST_F(HuaweiMessages, of_an_sm4_key_open_too) {
    const std::string sm4 = create_key_of("SM4");
    const std::string sealed = encrypt(sm4, "hello");
    EXPECT_EQ(sealed.size(), 188u);
    EXPECT_EQ(call("decrypt-data", {{"cipher_text", sealed}})["plain_text"], "hello");
}

TEST_F(HuaweiMessages, run_on_the_io_thread) {
    Exchange exchange;
    const RequestText request = client_.post("encrypt-data", json{{"key_id", key()}, {"plain_text", "x"}}.dump());
    EXPECT_EQ(run(request, exchange, Place::io_thread), Disposition::answered);
    EXPECT_EQ(exchange.reply.status, 200u);
}

// ---- context ----

TEST_F(HuaweiMessages, are_bound_to_their_context_whatever_its_order) {
    const std::string sealed =
        encrypt({{"key_id", key()}, {"plain_text", "x"}, {"encryption_context", {{"a", "1"}, {"b", "2"}}}});
    const auto open = [&](const char* context) {
        const std::string body = R"({"cipher_text":")" + sealed + R"(","encryption_context":)" + context + "}";
        return error_of(client_.post("decrypt-data", body));
    };
    EXPECT_EQ(open(R"( { "b" : "2", "\u0061":"1" } )"), "");
    EXPECT_EQ(open(R"({"a":"1"})"), "400 KMS.2201");
    EXPECT_EQ(open(R"({"a":"2","b":"1"})"), "400 KMS.2201");
    EXPECT_EQ(open("{}"), "400 KMS.2201");
    EXPECT_EQ(open("null"), "400 KMS.2201");
}

TEST_F(HuaweiMessages, have_one_empty_context) {
    const std::string sealed =
        encrypt({{"key_id", key()}, {"plain_text", "x"}, {"encryption_context", json::object()}});
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}}), "");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"additional_authenticated_data", ""}}), "");
}

TEST_F(HuaweiMessages, are_bound_to_their_additional_data) {
    const std::string sealed =
        encrypt({{"key_id", key()}, {"plain_text", "x"}, {"additional_authenticated_data", "aad"}});
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"additional_authenticated_data", "aad"}}), "");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"additional_authenticated_data", "AAD"}}),
              "400 KMS.2201");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}}), "400 KMS.2201");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"encryption_context", {{"aad", ""}}}}), "400 KMS.2201");
}

TEST_F(HuaweiMessages, take_128_bytes_of_additional_data) {
    const auto of = [&](std::size_t size) {
        return error(
            "encrypt-data",
            {{"key_id", key()}, {"plain_text", "x"}, {"additional_authenticated_data", std::string(size, 'a')}});
    };
    EXPECT_EQ(of(128), "");
    EXPECT_EQ(of(129), "400 KMS.0308");
}

TEST_F(HuaweiMessages, take_texts_alone_in_their_context) {
    const auto of = [&](const json& context) {
        return error("encrypt-data", {{"key_id", key()}, {"plain_text", "x"}, {"encryption_context", context}});
    };
    EXPECT_EQ(of({{"a", 1}}), "400 KMS.0208");
    EXPECT_EQ(of({{"a", nullptr}}), "400 KMS.0208");
    EXPECT_EQ(of({{"a", {{"b", "c"}}}}), "400 KMS.0208");
    EXPECT_EQ(of(json::array()), "400 KMS.0208");
    EXPECT_EQ(of("text"), "400 KMS.0208");
}

TEST_F(HuaweiMessages, take_8192_characters_of_context_as_it_is_written) {
    const auto of = [&](std::size_t value_characters) {
        std::string value;
        for (std::size_t i = 0; i < value_characters; ++i) value += "\u5bc6";
        const std::string context = R"({"a":")" + value + R"("})";  // 8 characters beside the value
        const std::string body =
            R"({"key_id":")" + key() + R"(","plain_text":"x","encryption_context":)" + context + "}";
        return error_of(client_.post("encrypt-data", body));
    };
    EXPECT_EQ(of(8192 - 8), "");
    EXPECT_EQ(of(8192 - 7), "400 KMS.0208");
}

TEST(HuaweiContext, finds_the_text_of_a_member) {
    const std::string_view object = R"( { "a\"}" : [1, {"x":"]"}] , "b":{"k":"}"},"c": true , "d":"t\\" } )";
    EXPECT_EQ(member_text(object, 0), R"([1, {"x":"]"}])");
    EXPECT_EQ(member_text(object, 1), R"({"k":"}"})");
    EXPECT_EQ(member_text(object, 2), "true");
    EXPECT_EQ(member_text(object, 3), R"("t\\")");
}

// ---- asymmetric keys ----

TEST_F(HuaweiMessages, under_an_rsa_key_are_bare) {
    const std::string rsa = create_cipher_key_of("RSA_2048");
    const json algorithm = "RSAES_OAEP_SHA_256";
    const std::string sealed = encrypt({{"key_id", rsa}, {"plain_text", "hello"}, {"encryption_algorithm", algorithm}});
    EXPECT_EQ(sealed.size(), 344u);
    const json opened =
        call("decrypt-data", {{"key_id", rsa}, {"cipher_text", sealed}, {"encryption_algorithm", algorithm}});
    EXPECT_EQ(opened["plain_text"], "hello");
    EXPECT_EQ(opened["key_id"], rsa);
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", sealed}, {"encryption_algorithm", algorithm}}), "400 KMS.0204");
    EXPECT_EQ(
        error("decrypt-data",
              {{"key_id", rsa}, {"cipher_text", base64_encode(Bytes(256, 7))}, {"encryption_algorithm", algorithm}}),
        "400 KMS.0311");
}

TEST_F(HuaweiMessages, under_an_rsa_key_end_where_the_key_does) {
    const std::string rsa = create_cipher_key_of("RSA_2048");
    const auto of = [&](std::size_t size) {
        return error(
            "encrypt-data",
            {{"key_id", rsa}, {"plain_text", std::string(size, 'x')}, {"encryption_algorithm", "RSAES_OAEP_SHA_256"}});
    };
    EXPECT_EQ(of(190), "");
    EXPECT_EQ(of(191), "400 KMS.2108");
    EXPECT_EQ(of(4097), "400 KMS.2101");
}

TEST_F(HuaweiMessages, under_an_sm2_key_come_back) {
    const std::string sm2 = create_cipher_key_of("SM2");
    const std::string sealed =
        encrypt({{"key_id", sm2}, {"plain_text", "hello"}, {"encryption_algorithm", "SM2_ENCRYPT"}});
    EXPECT_EQ(call("decrypt-data",
                   {{"key_id", sm2}, {"cipher_text", sealed}, {"encryption_algorithm", "SM2_ENCRYPT"}})["plain_text"],
              "hello");
    EXPECT_EQ(
        error("encrypt-data", {{"key_id", sm2}, {"plain_text", "x"}, {"encryption_algorithm", "RSAES_OAEP_SHA_256"}}),
        "400 KMS.2106");
}

TEST_F(HuaweiMessages, under_asymmetric_keys_ask_for_a_worker) {
    Exchange exchange;
    const json fields{{"key_id", key()}, {"plain_text", "x"}, {"encryption_algorithm", "RSAES_OAEP_SHA_256"}};
    EXPECT_EQ(run(client_.post("encrypt-data", fields.dump()), exchange, Place::io_thread), Disposition::moves);
    EXPECT_EQ(exchange.reply.body, "");
}

TEST_F(HuaweiMessages, that_are_not_text_are_shown_readably_and_in_base64) {
    const std::string rsa = create_cipher_key_of("RSA_2048");
    const std::string pem = call("get-publickey", {{"key_id", rsa}})["public_key"];
    const Bytes bytes{0xff, 'a', 0x00};
    const auto sealed = crypto::PublicKey::from_pem(pem)->rsa_encrypt(crypto::RsaPadding::oaep_sha256, bytes);
    const json opened = call(
        "decrypt-data",
        {{"key_id", rsa}, {"cipher_text", base64_encode(*sealed)}, {"encryption_algorithm", "RSAES_OAEP_SHA_256"}});
    EXPECT_EQ(opened["plain_text"], std::string("\ufffda\0", 5));
    EXPECT_EQ(opened["plain_text_base64"], base64_encode(bytes));
}

TEST_F(HuaweiMessages, need_an_algorithm_that_fits_the_key) {
    const std::string rsa = create_cipher_key_of("RSA_2048");
    const std::string signer = create_key_of("RSA_2048");
    const std::string elliptic = create_key_of("EC_P256");
    const std::string mac = create_mac_key();
    const auto of = [&](const std::string& id, const char* algorithm) {
        return error("encrypt-data", {{"key_id", id}, {"plain_text", "x"}, {"encryption_algorithm", algorithm}});
    };
    EXPECT_EQ(of(key(), "SYMMETRIC_DEFAULT"), "");
    EXPECT_EQ(of(key(), "RSAES_OAEP_SHA_256"), "400 KMS.2105");
    EXPECT_EQ(of(key(), "SM2_ENCRYPT"), "400 KMS.2105");
    EXPECT_EQ(of(key(), "RSAES_OAEP_SHA_1"), "400 KMS.0308");
    EXPECT_EQ(of(rsa, ""), "400 KMS.2106");
    EXPECT_EQ(of(rsa, "SYMMETRIC_DEFAULT"), "400 KMS.2106");
    EXPECT_EQ(of(rsa, "SM2_ENCRYPT"), "400 KMS.2106");
    EXPECT_EQ(of(signer, "RSAES_OAEP_SHA_256"), "400 KMS.0335");
    EXPECT_EQ(of(signer, ""), "400 KMS.0335");
    EXPECT_EQ(of(elliptic, "RSAES_OAEP_SHA_256"), "400 KMS.1114");
    EXPECT_EQ(of(elliptic, ""), "400 KMS.1114");
    EXPECT_EQ(of(mac, ""), "400 KMS.0341");

    const std::string sealed = encrypt(key(), "x");
    const auto decrypt = [&](const std::string& id) {
        return error("decrypt-data", {{"key_id", id}, {"cipher_text", sealed}});
    };
    EXPECT_EQ(decrypt(rsa), "400 KMS.2106");
    EXPECT_EQ(decrypt(signer), "400 KMS.0335");
    EXPECT_EQ(decrypt(elliptic), "400 KMS.1114");
    EXPECT_EQ(decrypt(mac), "400 KMS.0341");
}

}  // namespace

}  // namespace tandem::api::huawei
