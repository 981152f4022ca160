#include "fixture.hpp"

#include <gtest/gtest.h>

namespace tandem::api::tencent::v2017 {
namespace {

class Tencent2017Messages : public Tencent2017Test {
  protected:
    json decrypt(const std::string& blob, const std::string& context = {}) {
        return call("Decrypt", {{"ciphertextBlob", blob}, {"encryptionContext", context}});
    }
    std::string encrypt_error(const std::string& plaintext, const std::string& context = {}) {
        return error("Encrypt", {{"keyId", key_}, {"plaintext", plaintext}, {"encryptionContext", context}});
    }
    std::string data_key_error(const FormParameters& own) {
        FormParameters all = own;
        all.emplace_back("keyId", key_);
        return error("GenerateDataKey", all);
    }
    std::size_t data_key_bytes(FormParameters own) {
        own.emplace_back("keyId", key_);
        return base64_decode(call("GenerateDataKey", own).at("plaintext").get<std::string>())->size();
    }
    void SetUp() override {
        Tencent2017Test::SetUp();
        key_ = create_key();
    }
    std::string key_;
};

TEST_F(Tencent2017Messages, come_back_as_they_went_in) {
    const json sealed = call("Encrypt", {{"keyId", key_}, {"plaintext", base64("database password")}});
    EXPECT_EQ(sealed.size(), 5u);
    EXPECT_EQ(sealed.at("keyId"), key_);
    const json opened = decrypt(sealed.at("ciphertextBlob"));
    EXPECT_EQ(opened.size(), 5u);
    EXPECT_EQ(opened.at("keyId"), key_);
    EXPECT_EQ(opened.at("plaintext"), base64("database password"));
}

TEST_F(Tencent2017Messages, have_the_vendors_shape_and_length) {
    const std::string blob = encrypt(key_, "sixteen bytes ok");
    EXPECT_EQ(blob.size(), 118u + 4 * ((20 + 32 + 2) / 3));
    EXPECT_EQ(blob.substr(88, 3), "-k-");
}

TEST_F(Tencent2017Messages, accept_readable_text_that_happens_to_be_base64) {
    const json sealed = call("Encrypt", {{"keyId", key_}, {"plaintext", "databasepassword"}});
    EXPECT_EQ(decrypt(sealed.at("ciphertextBlob")).at("plaintext"), "databasepassword");
}

TEST_F(Tencent2017Messages, work_under_an_sm4_key) {
    const store::Key& sm4 = make_key({.spec = keys::KeySpec::sm4});
    EXPECT_EQ(decrypt(encrypt(sm4.name.text(), "x")).at("plaintext"), base64("x"));
}

TEST_F(Tencent2017Messages, limit_the_plaintext) {
    for (const std::size_t bytes : {std::size_t{1}, std::size_t{4094}, std::size_t{4095}, std::size_t{4096}}) {
        const std::string text(bytes, 'p');
        EXPECT_EQ(decrypt(encrypt(key_, text)).at("plaintext"), base64(text)) << bytes;
    }
    for (const std::size_t bytes : {4097, 4098, 4099, 60000}) {
        EXPECT_EQ(encrypt_error(base64(std::string(bytes, 'p'))), "4000/10350") << bytes;
    }
    EXPECT_EQ(encrypt_error(""), "4000/10390");
    EXPECT_EQ(error("Encrypt", {{"keyId", key_}}), "4000/10390");
}

TEST_F(Tencent2017Messages, want_strict_base64) {
    for (const char* text : {"YQ", "YQ=", "YR==", "YQ==\n", "Y Q=", "YQ-_", "====", "=", "a"}) {
        EXPECT_EQ(encrypt_error(text), "4590/10690") << text;
    }
}

TEST_F(Tencent2017Messages, check_the_key_before_the_plaintexts_encoding_and_after_its_length) {
    EXPECT_EQ(error("Encrypt", {{"keyId", "kms-00000000"}, {"plaintext", "!"}, {"encryptionContext", "!"}}),
              "4530/10630");
    EXPECT_EQ(error("Encrypt", {{"keyId", "kms-00000000"}, {"plaintext", std::string(5468, 'A')}}), "4000/10350");
    call("DisableKey", {{"keyId", key_}});
    EXPECT_EQ(encrypt_error("!", "!"), "4550/10650");
}

TEST_F(Tencent2017Messages, are_bound_to_their_context) {
    const std::string blob = encrypt(key_, "x", R"({"a":"1","b":"2"})");
    EXPECT_EQ(code_in(decrypt(blob, R"({"a":"1","b":"2"})")), "0");
    EXPECT_EQ(code_in(decrypt(blob, R"({ "b":"\u0032", "a":"1" })")), "0");
    EXPECT_EQ(code_in(decrypt(blob, R"({"a":"1","b":"3"})")), "4560/10670");
    EXPECT_EQ(code_in(decrypt(blob)), "4560/10670");
}

TEST_F(Tencent2017Messages, take_an_empty_context_for_none) {
    const std::string blob = encrypt(key_, "x");
    EXPECT_EQ(code_in(decrypt(blob, "")), "0");
    EXPECT_EQ(code_in(decrypt(blob, "{}")), "0");
}

TEST_F(Tencent2017Messages, refuse_a_malformed_context) {
    for (const char* context : {"x", "[]", "1", R"({"a":{}})", R"({"a":null})", R"({"a":1,"a":1})", "{"}) {
        EXPECT_EQ(encrypt_error("YQ==", context), "4540/10640") << context;
        EXPECT_EQ(data_key_error({{"keySpec", "AES_128"}, {"encryptionContext", context}}), "4540/10640") << context;
        EXPECT_EQ(code_in(decrypt(encrypt(key_, "x"), context)), "4540/10640") << context;
    }
}

TEST_F(Tencent2017Messages, limit_the_context_in_characters) {
    const auto context_of = [](std::size_t characters) {
        std::string text = "{\"a\":\"";
        for (std::size_t i = 8; i < characters; ++i) text += "\u5bc6";
        return text + "\"}";
    };
    EXPECT_EQ(encrypt_error("YQ==", context_of(1023)), "0");
    EXPECT_EQ(encrypt_error("YQ==", context_of(1024)), "0");
    EXPECT_EQ(encrypt_error("YQ==", context_of(1025)), "4000/10350");
    EXPECT_EQ(data_key_error({{"keySpec", "AES_128"}, {"encryptionContext", context_of(1025)}}), "4000/10350");
    EXPECT_EQ(error("Decrypt", {{"ciphertextBlob", "x"}, {"encryptionContext", context_of(1025)}}), "4000/10350");
}

TEST_F(Tencent2017Messages, refuse_what_is_no_ciphertext) {
    const std::string blob = encrypt(key_, "x");
    for (const std::string& text : {std::string{"abc"}, blob + "A", blob.substr(1), blob.substr(0, blob.size() - 4),
                                    std::string{"-k--k-"}, std::string(60000, 'A')}) {
        EXPECT_EQ(code_in(decrypt(text)), "4580/10680") << text.size();
    }
    EXPECT_EQ(code_in(decrypt("")), "4000/10390");
}

TEST_F(Tencent2017Messages, refuse_an_altered_ciphertext) {
    const std::string blob = encrypt(key_, "x");
    std::string altered = blob;
    altered[blob.size() - 10] = altered[blob.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_in(decrypt(altered)), "4560/10670");
}

TEST_F(Tencent2017Messages, of_a_neighbour_name_no_key_of_ours) {
    EXPECT_EQ(neighbours_error("Decrypt", {{"ciphertextBlob", encrypt(key_, "x")}}), "4530/10630");
}

TEST_F(Tencent2017Messages, data_keys_open_with_decrypt) {
    const json made = call("GenerateDataKey", {{"keyId", key_}, {"keySpec", "AES_256"}});
    EXPECT_EQ(made.size(), 6u);
    EXPECT_EQ(made.at("keyId"), key_);
    EXPECT_EQ(decrypt(made.at("ciphertextBlob")).at("plaintext"), made.at("plaintext"));
}

TEST_F(Tencent2017Messages, data_keys_are_bound_to_their_context) {
    const json made =
        call("GenerateDataKey", {{"keyId", key_}, {"numberOfBytes", "7"}, {"encryptionContext", R"({"a":1})"}});
    EXPECT_EQ(code_in(decrypt(made.at("ciphertextBlob"))), "4560/10670");
    EXPECT_EQ(code_in(decrypt(made.at("ciphertextBlob"), R"({"a":1})")), "0");
}

TEST_F(Tencent2017Messages, data_keys_have_the_length_that_was_asked) {
    EXPECT_EQ(data_key_bytes({{"keySpec", "AES_128"}}), 16u);
    EXPECT_EQ(data_key_bytes({{"keySpec", "AES_256"}}), 32u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", "1"}}), 1u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", "1024"}}), 1024u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", "20"}, {"keySpec", "AES_128"}}), 20u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", "0"}, {"keySpec", "AES_128"}}), 16u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", ""}, {"keySpec", "AES_128"}}), 16u);
    EXPECT_EQ(data_key_bytes({{"numberOfBytes", "20"}, {"keySpec", ""}}), 20u);
}

TEST_F(Tencent2017Messages, data_keys_have_limits) {
    EXPECT_EQ(data_key_error({{"numberOfBytes", "1025"}}), "4000/10350");
    EXPECT_EQ(data_key_error({{"numberOfBytes", "-1"}}), "4000/10350");
    EXPECT_EQ(data_key_error({{"numberOfBytes", "x"}}), "4000/10360");
    EXPECT_EQ(data_key_error({{"keySpec", "AES_192"}}), "4520/10620");
    EXPECT_EQ(data_key_error({}), "4000/10010");
    EXPECT_EQ(data_key_error({{"numberOfBytes", "0"}, {"keySpec", ""}}), "4000/10010");
    EXPECT_EQ(error("GenerateDataKey", {{"keySpec", "AES_128"}}), "4000/10390");
}

}  // namespace
}  // namespace tandem::api::tencent::v2017
