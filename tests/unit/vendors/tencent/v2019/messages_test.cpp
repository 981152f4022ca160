// Encrypt, Decrypt, ReEncrypt, GenerateDataKey and GenerateRandom.

#include "tandem/service/actions/asymmetric.hpp"

#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::tencent::v2019 {
namespace {

using testing::MatchesRegex;

constexpr const char* kInvalidPlaintext = "InvalidParameterValue.InvalidPlaintext";
constexpr const char* kInvalidCiphertext = "InvalidParameterValue.InvalidCiphertext";
constexpr const char* kCiphertextNotFound = "ResourceUnavailable.CmkNotFound";

class Tencent2019Messages : public Tencent2019Test {
  protected:
    void SetUp() override {
        Tencent2019Test::SetUp();
        key_ = create_key();
    }

    json encrypt(std::string_view plaintext, const json& context = nullptr) {
        return call("Encrypt", {{"KeyId", key_}, {"Plaintext", base64(plaintext)}, {"EncryptionContext", context}});
    }
    std::string blob(std::string_view plaintext, const json& context = nullptr) {
        return encrypt(plaintext, context).at("CiphertextBlob");
    }
    std::string decrypted(const std::string& blob, const json& context = nullptr) {
        return from_base64(call("Decrypt", {{"CiphertextBlob", blob}, {"EncryptionContext", context}}).at("Plaintext"));
    }
    std::string decrypt_error(const std::string& blob, const json& context = nullptr) {
        return error("Decrypt", {{"CiphertextBlob", blob}, {"EncryptionContext", context}});
    }
    std::string encrypt_error(const json& plaintext) {
        return error("Encrypt", {{"KeyId", key_}, {"Plaintext", plaintext}});
    }
    std::string encrypt_context_error(const std::string& context) {
        return error("Encrypt", {{"KeyId", key_}, {"Plaintext", "dGVzdA=="}, {"EncryptionContext", context}});
    }

    std::string key_;
};

// ---- Encrypt and Decrypt ----

using Tencent2019Encrypt = Tencent2019Messages;

TEST_F(Tencent2019Encrypt, gives_what_decrypt_takes) {
    const json sealed = encrypt("test\n");
    EXPECT_EQ(sealed.at("KeyId"), key_);
    const json opened = call("Decrypt", {{"CiphertextBlob", sealed.at("CiphertextBlob")}});
    EXPECT_EQ(opened.at("KeyId"), key_);
    EXPECT_EQ(from_base64(opened.at("Plaintext")), "test\n");
}

TEST_F(Tencent2019Encrypt, keeps_the_vendors_shape_and_length) {
    // API 3.0 spec section 7.
    EXPECT_EQ(blob(std::string(5, 'x')).size(), 166u);
    EXPECT_EQ(blob(std::string(16, 'x')).size(), 190u);
    EXPECT_EQ(blob(std::string(32, 'x')).size(), 210u);
    EXPECT_EQ(blob(std::string(4096, 'x')).size(), 5630u);
    EXPECT_THAT(blob("x"), MatchesRegex("[A-Za-z0-9+/=]+-k-[A-Za-z0-9+/=]+-k-[A-Za-z0-9+/=]+"));
}

TEST_F(Tencent2019Encrypt, is_different_every_time) { EXPECT_NE(blob("same"), blob("same")); }

TEST_F(Tencent2019Encrypt, takes_up_to_4096_bytes) {
    for (const std::size_t size : {1u, 4095u, 4096u}) {
        const std::string plaintext(size, 'x');
        EXPECT_EQ(decrypted(blob(plaintext)), plaintext);
    }
    EXPECT_EQ(encrypt_error(base64(std::string(4097, 'x'))), kInvalidPlaintext);
    EXPECT_EQ(encrypt_error(base64(std::string(4098, 'x'))), kInvalidPlaintext);
    EXPECT_EQ(encrypt_error(base64(std::string(4099, 'x'))), kInvalidPlaintext);
}

TEST_F(Tencent2019Encrypt, refuses_a_plaintext_that_is_empty_or_no_base64) {
    for (const char* text : {"", "x", "!!!!", "dGVzdA", "dGVzdB==", "dGVz dA=="})
        EXPECT_EQ(encrypt_error(text), kInvalidPlaintext) << text;
    EXPECT_EQ(encrypt_error(nullptr), "MissingParameter");
}

TEST_F(Tencent2019Encrypt, needs_the_same_context_again) {
    const std::string sealed = blob("x", R"({"a":"1","b":"2"})");
    EXPECT_EQ(decrypted(sealed, R"({"a":"1","b":"2"})"), "x");
    EXPECT_EQ(decrypted(sealed, R"({ "b" : "2", "a" : "1" })"), "x");
    EXPECT_EQ(decrypt_error(sealed), kInvalidCiphertext);
    EXPECT_EQ(decrypt_error(sealed, R"({"a":"1"})"), kInvalidCiphertext);
    EXPECT_EQ(decrypt_error(sealed, R"({"a":"1","b":"3"})"), kInvalidCiphertext);
}

TEST_F(Tencent2019Encrypt, takes_no_empty_and_absent_contexts_for_the_same) {
    const std::string sealed = blob("x");
    EXPECT_EQ(decrypted(sealed, ""), "x");
    EXPECT_EQ(decrypted(sealed, "{}"), "x");
}

TEST_F(Tencent2019Encrypt, bounds_the_context_in_code_points) {
    const auto context_of = [](std::size_t code_points) {
        std::string text = R"({"k":")";
        for (std::size_t i = 8; i < code_points; ++i) text += "\xe4\xb8\xad";
        return text + R"("})";
    };
    EXPECT_EQ(encrypt_context_error(context_of(1023)), "");
    EXPECT_EQ(encrypt_context_error(context_of(1024)), "");
    EXPECT_EQ(encrypt_context_error(context_of(1025)), "InvalidParameter");
}

TEST_F(Tencent2019Encrypt, refuses_contexts_that_are_no_flat_object) {
    for (const char* text : {"x", "[]", "1", R"({"a":{}})", R"({"a":null})", R"({"a":"1","a":"2"})", R"({"a":"1"} x)"})
        EXPECT_EQ(encrypt_context_error(text), "InvalidParameter") << text;
}

TEST_F(Tencent2019Encrypt, refuses_asymmetric_keys) {
    key_ = create_key_of("ASYMMETRIC_DECRYPT_SM2");
    EXPECT_EQ(encrypt_error("dGVzdA=="), "InvalidParameter");
    key_ = create_key_of("ASYMMETRIC_SIGN_VERIFY_ECC");
    EXPECT_EQ(encrypt_error("dGVzdA=="), "InvalidParameter");
}

TEST_F(Tencent2019Encrypt, works_with_an_sm4_key_of_another_api) {
    key_ = create_foreign_key(keys::KeySpec::sm4, keys::KeyUsage::encrypt_decrypt);
    EXPECT_EQ(decrypted(blob("x")), "x");
}

TEST_F(Tencent2019Encrypt, finds_no_neighbours_key) {
    EXPECT_EQ(neighbours_error("Encrypt", {{"KeyId", key_}, {"Plaintext", "dGVzdA=="}}), kCiphertextNotFound);
    EXPECT_EQ(neighbours_error("Decrypt", {{"CiphertextBlob", blob("x")}}), kCiphertextNotFound);
}

TEST_F(Tencent2019Encrypt, fills_the_log_with_the_key) {
    const std::string sealed = blob("x");
    EXPECT_EQ(last_.facts.key.text(), key_);
    decrypted(sealed);
    EXPECT_EQ(last_.facts.key.text(), key_);
}

using Tencent2019Decrypt = Tencent2019Messages;

TEST_F(Tencent2019Decrypt, refuses_what_is_no_ciphertext) {
    for (const char* text : {"", "x", "-k--k-", "AAAA-k-AAAA-k-AAAA", "dGVzdA=="})
        EXPECT_EQ(decrypt_error(text), kInvalidCiphertext) << text;
}

TEST_F(Tencent2019Decrypt, refuses_a_ciphertext_with_any_piece_altered) {
    const std::string sealed = blob("some plaintext");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string altered = sealed;
        altered[at] = altered[at] == 'A' ? 'B' : 'A';
        const std::string code = decrypt_error(altered);
        // Among the first bytes is the key's id.
        EXPECT_TRUE(code == kInvalidCiphertext || (at < 26 && code == kCiphertextNotFound)) << at << " " << code;
    }
}

TEST_F(Tencent2019Decrypt, opens_what_an_older_version_sealed) {
    const std::string sealed = blob("x");
    add_version(key_);
    EXPECT_EQ(decrypted(sealed), "x");
    EXPECT_EQ(decrypted(blob("y")), "y");
}

// ---- wrapped answers ----

class Tencent2019Wrapping : public Tencent2019Messages {
  protected:
    json wrapped(const std::string& blob, const std::string& pem, const json& algorithm) {
        return call("Decrypt",
                    {{"CiphertextBlob", blob}, {"EncryptionPublicKey", pem}, {"EncryptionAlgorithm", algorithm}});
    }
};

TEST_F(Tencent2019Wrapping, is_sm2_unless_told_otherwise) {
    const auto key = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::sm2);
    const std::string pem = key->public_key()->to_pem();
    const std::string sealed = blob("hidden");
    struct {
        json algorithm;
        crypto::Sm2Form form;
    } const cases[] = {{nullptr, crypto::Sm2Form::raw_c1c3c2},
                       {"", crypto::Sm2Form::raw_c1c3c2},
                       {"SM2", crypto::Sm2Form::raw_c1c3c2},
                       {"SM2_C1C3C2_ASN1", crypto::Sm2Form::asn1}};
    for (const auto& one : cases) {
        const std::string ciphertext = from_base64(wrapped(sealed, pem, one.algorithm).at("Plaintext"));
        const auto opened = key->sm2_decrypt(one.form, as_bytes(ciphertext));
        ASSERT_TRUE(opened.has_value()) << one.algorithm;
        EXPECT_EQ(as_text(opened->expose_secret()), "hidden");
    }
}

TEST_F(Tencent2019Wrapping, takes_every_rsa_padding) {
    const auto key = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::rsa_2048);
    const std::string pem = key->public_key()->to_pem();
    struct {
        const char* algorithm;
        crypto::RsaPadding padding;
    } const cases[] = {{"RSAES_PKCS1_V1_5", crypto::RsaPadding::pkcs1_v1_5},
                       {"RSAES_OAEP_SHA_1", crypto::RsaPadding::oaep_sha1},
                       {"RSAES_OAEP_SHA_256", crypto::RsaPadding::oaep_sha256}};
    for (const auto& one : cases) {
        const json fields = {{"KeyId", key_},
                             {"KeySpec", "AES_256"},
                             {"EncryptionPublicKey", pem},
                             {"EncryptionAlgorithm", one.algorithm}};
        const json made = call("GenerateDataKey", fields);
        const auto opened = key->rsa_decrypt(one.padding, as_bytes(from_base64(made.at("Plaintext"))));
        ASSERT_TRUE(opened.has_value()) << one.algorithm;
        EXPECT_EQ(as_text(opened->expose_secret()), decrypted(made.at("CiphertextBlob")));
    }
    const json too_long = {{"KeyId", key_},
                           {"NumberOfBytes", 1024},
                           {"EncryptionPublicKey", pem},
                           {"EncryptionAlgorithm", "RSAES_OAEP_SHA_256"}};
    EXPECT_EQ(error("GenerateDataKey", too_long), "FailedOperation.EncryptionError");
    EXPECT_EQ(code_in(wrapped(blob("x"), pem, "SM2")), "InvalidParameter");
}

TEST_F(Tencent2019Wrapping, refuses_keys_and_algorithms_that_are_none) {
    const std::string sealed = blob("x");
    EXPECT_EQ(code_in(wrapped(sealed, "no pem", "SM2")), "InvalidParameter");
    EXPECT_EQ(code_in(wrapped(sealed, "no pem", "AES")), "InvalidParameter");
}

TEST_F(Tencent2019Wrapping, looks_at_no_algorithm_without_a_key) {
    EXPECT_EQ(from_base64(wrapped(blob("x"), "", "AES").at("Plaintext")), "x");
}

// ---- ReEncrypt ----

class Tencent2019ReEncrypt : public Tencent2019Messages {
  protected:
    json re_encrypt(const std::string& blob, json fields = json::object()) {
        fields["CiphertextBlob"] = blob;
        return call("ReEncrypt", fields);
    }
};

TEST_F(Tencent2019ReEncrypt, moves_a_ciphertext_to_another_key) {
    const std::string other = create_key();
    const json moved = re_encrypt(blob("x"), {{"DestinationKeyId", other}});
    EXPECT_EQ(moved.at("KeyId"), other);
    EXPECT_EQ(moved.at("SourceKeyId"), key_);
    EXPECT_EQ(moved.at("ReEncrypted"), true);
    EXPECT_EQ(decrypted(moved.at("CiphertextBlob")), "x");
    EXPECT_EQ(last_.facts.key.text(), other);
}

TEST_F(Tencent2019ReEncrypt, returns_the_input_when_nothing_would_change) {
    const std::string sealed = blob("x");
    for (const json& fields : {json::object(), json{{"DestinationKeyId", ""}}, json{{"DestinationKeyId", key_}}}) {
        const json same = re_encrypt(sealed, fields);
        EXPECT_EQ(same.at("CiphertextBlob"), sealed);
        EXPECT_EQ(same.at("ReEncrypted"), false);
        EXPECT_EQ(same.at("KeyId"), key_);
    }
}

TEST_F(Tencent2019ReEncrypt, seals_anew_after_a_rotation) {
    const std::string sealed = blob("x");
    add_version(key_);
    const json moved = re_encrypt(sealed);
    EXPECT_EQ(moved.at("ReEncrypted"), true);
    EXPECT_NE(moved.at("CiphertextBlob"), sealed);
    EXPECT_EQ(decrypted(moved.at("CiphertextBlob")), "x");
}

TEST_F(Tencent2019ReEncrypt, changes_the_context) {
    const std::string context = R"({"a":"1"})";
    const std::string sealed = blob("x", context);
    EXPECT_EQ(code_in(re_encrypt(sealed)), kInvalidCiphertext);
    const json same =
        re_encrypt(sealed, {{"SourceEncryptionContext", context}, {"DestinationEncryptionContext", R"({ "a":"1" })"}});
    EXPECT_EQ(same.at("ReEncrypted"), false);
    const json moved =
        re_encrypt(sealed, {{"SourceEncryptionContext", context}, {"DestinationEncryptionContext", R"({"a":"2"})"}});
    EXPECT_EQ(moved.at("ReEncrypted"), true);
    EXPECT_EQ(decrypted(moved.at("CiphertextBlob"), R"({"a":"2"})"), "x");
}

TEST_F(Tencent2019ReEncrypt, refuses_bad_destinations) {
    const std::string sealed = blob("x");
    EXPECT_EQ(code_in(re_encrypt(sealed, {{"DestinationKeyId", "x"}})), "InvalidParameterValue.InvalidKeyId");
    EXPECT_EQ(code_in(re_encrypt(sealed, {{"DestinationKeyId", kUnknownKey}})), kCiphertextNotFound);
    const std::string sm2 = create_key_of("ASYMMETRIC_DECRYPT_SM2");
    EXPECT_EQ(code_in(re_encrypt(sealed, {{"DestinationKeyId", sm2}})), "InvalidParameter");
    EXPECT_EQ(code_in(re_encrypt("x")), kInvalidCiphertext);
}

// ---- GenerateDataKey ----

class Tencent2019GenerateDataKey : public Tencent2019Messages {
  protected:
    json generate(json fields) {
        fields["KeyId"] = key_;
        return call("GenerateDataKey", fields);
    }
    std::string generate_error(const json& fields) { return code_in(generate(fields)); }
};

TEST_F(Tencent2019GenerateDataKey, gives_the_key_in_clear_and_sealed) {
    const json made = generate({{"KeySpec", "AES_256"}});
    EXPECT_EQ(made.at("KeyId"), key_);
    EXPECT_EQ(from_base64(made.at("Plaintext")).size(), 32u);
    EXPECT_EQ(made.at("CiphertextBlob").get<std::string>().size(), 210u);
    EXPECT_EQ(decrypted(made.at("CiphertextBlob")), from_base64(made.at("Plaintext")));
    EXPECT_NE(generate({{"KeySpec", "AES_256"}}).at("Plaintext"), made.at("Plaintext"));
}

TEST_F(Tencent2019GenerateDataKey, takes_a_spec_or_a_length) {
    EXPECT_EQ(from_base64(generate({{"KeySpec", "AES_128"}}).at("Plaintext")).size(), 16u);
    EXPECT_EQ(from_base64(generate({{"NumberOfBytes", 1}}).at("Plaintext")).size(), 1u);
    EXPECT_EQ(from_base64(generate({{"NumberOfBytes", 1024}}).at("Plaintext")).size(), 1024u);
    const json both = generate({{"NumberOfBytes", 7}, {"KeySpec", "AES_128"}});
    EXPECT_EQ(from_base64(both.at("Plaintext")).size(), 7u);
    for (const json& fields :
         {json::object(), json{{"KeySpec", "AES_512"}}, json{{"NumberOfBytes", 0}}, json{{"NumberOfBytes", 1025}}})
        EXPECT_EQ(generate_error(fields), "InvalidParameter") << fields;
}

TEST_F(Tencent2019GenerateDataKey, binds_the_context) {
    const json made = generate({{"KeySpec", "AES_128"}, {"EncryptionContext", R"({"a":"1"})"}});
    EXPECT_EQ(decrypt_error(made.at("CiphertextBlob")), kInvalidCiphertext);
    EXPECT_EQ(decrypted(made.at("CiphertextBlob"), R"({"a":"1"})"), from_base64(made.at("Plaintext")));
}

TEST_F(Tencent2019GenerateDataKey, hosts_only_what_has_a_name) {
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}, {"IsHostedByKms", 0}}), "");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}, {"IsHostedByKms", 1}}), "MissingParameter");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}, {"IsHostedByKms", 1}, {"DataKeyName", "x"}}), "");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}, {"IsHostedByKms", 2}}), "InvalidParameter");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}, {"HsmClusterId", "cls"}}),
              "InvalidParameterValue.InvalidHsmClusterId");
}

TEST_F(Tencent2019GenerateDataKey, refuses_keys_of_another_usage) {
    key_ = create_key_of("ASYMMETRIC_DECRYPT_SM2");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}}), "InvalidParameterValue.InvalidKeyUsage");
    key_ = create_key_of("ASYMMETRIC_SIGN_VERIFY_ECC");
    EXPECT_EQ(generate_error({{"KeySpec", "AES_128"}}), "InvalidParameterValue.InvalidKeyUsage");
}

// ---- GenerateRandom ----

TEST_F(Tencent2019Test, random_bytes_are_as_many_as_asked) {
    for (const int length : {1, 1024})
        EXPECT_EQ(from_base64(call("GenerateRandom", {{"NumberOfBytes", length}}).at("Plaintext")).size(),
                  static_cast<std::size_t>(length));
    for (const int length : {0, 1025})
        EXPECT_EQ(error("GenerateRandom", {{"NumberOfBytes", length}}), "InvalidParameter");
    EXPECT_EQ(error("GenerateRandom"), "MissingParameter");
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
