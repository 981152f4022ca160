#include "tencent/common/signature_v1.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace tandem::api::tencent {
namespace {

constexpr SignatureV1Rules kRulesOf2017{.underscore_to_dot = true, .drop_at_values_on_post = true};

nlohmann::json vectors() {
    std::ifstream file{TANDEM_TEST_DATA "/tencent-2017-vectors.json"};
    return nlohmann::json::parse(file);
}

// Checks one vector whose decoded parameters are given.
void check(const nlohmann::json& vector) {
    SCOPED_TRACE(vector.at("id").get<std::string>());
    std::vector<std::pair<std::string, std::string>> decoded = vector.at("decoded_params");
    ParameterList parameters;
    for (const auto& [name, value] : decoded) parameters.add({name, value});

    const std::string text =
        signature_v1_text(vector.at("method").get<std::string>(), vector.at("signed_host").get<std::string>(),
                          vector.at("signed_path").get<std::string>(), parameters, kRulesOf2017);
    EXPECT_EQ(text, vector.at("string_to_sign"));
    const auto method = signature_v1_method(parameters.value("SignatureMethod"));
    EXPECT_TRUE(signature_v1_matches(as_bytes(vector.at("secret_key").get_ref<const std::string&>()), method, text,
                                     vector.at("signature").get_ref<const std::string&>()));
}

TEST(SignatureV1, equals_every_captured_and_published_vector) {
    const auto all = vectors();
    for (const auto& vector : all.at("vectors")) check(vector);
    for (const auto& vector : all.at("published")) check(vector);
}

TEST(SignatureV1, refuses_another_signature_secret_or_method) {
    const ByteView secret = as_bytes("secret");
    const std::string text = "GETh/?";
    EXPECT_FALSE(signature_v1_matches(secret, SignatureV1Method::hmac_sha1, text, ""));
    EXPECT_FALSE(signature_v1_matches(secret, SignatureV1Method::hmac_sha256, text, std::string(44, 'A')));
}

TEST(SignatureV1, text_without_parameters_ends_in_a_question_mark) {
    EXPECT_EQ(signature_v1_text("GET", "h", "/", {}, {}), "GETh/?");
}

TEST(SignatureV1, keeps_underscores_and_at_values_unless_told) {
    ParameterList parameters;
    parameters.add({"a_b", "@x"});
    EXPECT_EQ(signature_v1_text("POST", "h", "/", parameters, {}), "POSTh/?a_b=@x");
    EXPECT_EQ(signature_v1_text("POST", "h", "/", parameters, kRulesOf2017), "POSTh/?");
    EXPECT_EQ(signature_v1_text("GET", "h", "/", parameters, kRulesOf2017), "GETh/?a.b=@x");
}

TEST(SignatureV1, anything_but_hmac_sha256_means_sha1) {
    EXPECT_EQ(signature_v1_method("HmacSHA256"), SignatureV1Method::hmac_sha256);
    EXPECT_EQ(signature_v1_method("HmacSHA1"), SignatureV1Method::hmac_sha1);
    EXPECT_EQ(signature_v1_method(""), SignatureV1Method::hmac_sha1);
    EXPECT_EQ(signature_v1_method("hmacsha256"), SignatureV1Method::hmac_sha1);
}

}  // namespace
}  // namespace tandem::api::tencent
