// Requests recorded from the vendor's SDKs and pages: each is accepted as it came, and refused when any part changes.

#include "fixture.hpp"
#include "tencent/common/signature_v1.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace tandem::api::tencent::v2019 {
namespace {

struct Vector {
    json content;
    friend void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.content.at("name"); }
};

json load_file() {
    std::ifstream file{TANDEM_TEST_DATA "/tencent-2019-01-18-vectors.json"};
    return json::parse(file).at("vectors");
}

json load_vector(std::string_view name) {
    for (const json& vector : load_file())
        if (vector.at("name") == name) return vector;
    return {};
}

std::vector<Vector> load_vectors() {
    std::vector<Vector> with_request;
    for (const json& vector : load_file())
        if (vector.contains("request_line")) with_request.push_back({vector});
    return with_request;
}

RequestText request_of(const json& vector) {
    if (vector.contains("raw_request_base64"))
        return test::parse_request(as_text(*base64_decode(vector["raw_request_base64"].get<std::string>())));
    // The vendor's page shows the parts; its header is put together here.
    RequestText request;
    request.body = vector["body"];
    for (const auto& [name, value] : vector["headers"].items()) request.set(name, value.get<std::string>());
    request.set("Authorization",
                "TC3-HMAC-SHA256 Credential=" + vector["secret_id"].get<std::string>() + "/" +
                    vector["credential_scope"].get<std::string>() +
                    ", SignedHeaders=content-type;host, Signature=" + vector["signature"].get<std::string>());
    return request;
}

class Tencent2019Vector : public Tencent2019Test, public testing::WithParamInterface<Vector> {
  protected:
    void SetUp() override {
        Tencent2019Test::SetUp();
        use([](AllSettings& s) {
            s.rate = RateMode::off;
            s.public_hosts = {"kms.tencentcloudapi.com"};
            s.v2019_skew_seconds = 300;
        });
        // A clock at the time of the signing.
        const bool in_header = !request_.get("X-TC-Timestamp").empty();
        const std::int64_t signed_at =
            in_header ? std::stoll(request_.get("X-TC-Timestamp")) : vector().at("timestamp").get<std::int64_t>();
        clock_.advance_real(std::chrono::seconds{signed_at - now()});
        store::CredentialFacts facts = credential(vector().at("secret_id"));
        facts.session_token = request_.get("X-TC-Token");
        if (is_v1()) facts.session_token = vector()["decoded_params"].value("Token", "");
        add_credential(ours_, facts, vector().at("secret_key").get<std::string>());
    }

    static const json& vector() { return GetParam().content; }
    [[nodiscard]] bool is_v1() const { return vector().contains("decoded_params"); }
    [[nodiscard]] bool is_named(std::string_view part) const {
        return vector().at("name").get<std::string>().find(part) != std::string::npos;
    }

    // An error behind authentication is no matter here: most keys of the vectors do not exist.
    bool is_authenticated() {
        send(request_);
        return last_.facts.has_tenant;
    }

    RequestText request_ = request_of(vector());
};

constexpr const char* kVectorMismatch = "AuthFailure.SignatureFailure";

void change(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    text.replace(at, from.size(), to);
}

TEST_P(Tencent2019Vector, is_accepted) { EXPECT_TRUE(is_authenticated()); }

TEST_P(Tencent2019Vector, is_accepted_again_with_the_signing_key_kept) {
    EXPECT_TRUE(is_authenticated());
    EXPECT_TRUE(is_authenticated());
}

TEST_P(Tencent2019Vector, is_refused_with_one_byte_of_its_fields_changed) {
    std::string& fields = request_.method == "GET" ? request_.query : request_.body;
    if (fields.find("93866e69") != std::string::npos)
        change(fields, "93866e69", "93866e68");
    else
        fields += ' ';  // behind a JSON document
    if (is_named("unsigned-payload"))
        EXPECT_TRUE(is_authenticated());
    else
        EXPECT_EQ(code_of(request_), kVectorMismatch);
}

TEST_P(Tencent2019Vector, is_refused_for_another_host) {
    if (is_named("apigw")) return;  // signed for the public name, whatever Host says
    request_.set("Host", "other.example:80");
    EXPECT_EQ(code_of(request_), kVectorMismatch);
}

TEST_P(Tencent2019Vector, is_refused_with_another_date) {
    if (is_v1()) {
        std::string& fields = request_.method == "GET" ? request_.query : request_.body;
        const std::string timestamp = std::to_string(vector()["timestamp"].get<std::int64_t>());
        change(fields, "Timestamp=" + timestamp, "Timestamp=" + std::to_string(std::stoll(timestamp) + 1));
    } else {
        std::string authorization = request_.get("Authorization");
        const std::string date = vector()["credential_scope"].get<std::string>().substr(0, 10);
        change(authorization, date, "2020-01-01");
        request_.set("Authorization", authorization);
    }
    EXPECT_EQ(code_of(request_), kVectorMismatch);
}

TEST_P(Tencent2019Vector, is_refused_with_another_timestamp) {
    if (is_v1()) return;  // the same as another date
    request_.set("X-TC-Timestamp", std::to_string(std::stoll(request_.get("X-TC-Timestamp")) + 1));
    EXPECT_EQ(code_of(request_), kVectorMismatch);
}

TEST_P(Tencent2019Vector, is_refused_with_one_character_of_its_signature_changed) {
    const auto flip = [](std::string& text, std::size_t at) { text[at] = text[at] == 'a' ? 'b' : 'a'; };
    if (is_v1()) {
        std::string& fields = request_.method == "GET" ? request_.query : request_.body;
        flip(fields, fields.find("&Signature=") + std::string_view{"&Signature="}.size());
    } else {
        std::string authorization = request_.get("Authorization");
        flip(authorization, authorization.size() - 1);
        request_.set("Authorization", authorization);
    }
    EXPECT_EQ(code_of(request_), kVectorMismatch);
}

TEST_P(Tencent2019Vector, is_refused_with_another_secret) {
    store::CredentialFacts facts = credential(vector().at("secret_id"));
    add_credential(ours_, facts, "another-secret");
    EXPECT_EQ(code_of(request_), kVectorMismatch);
}

// The vendor's page on signature v1 shows no whole request.
TEST(Tencent2019VectorV1, of_the_vendors_page) {
    const json vector = load_vector("vendor-doc-v1-get-hmacsha1");
    const std::string secret = vector.at("secret_key");
    const std::string text = vector.at("string_to_sign");
    const std::string signature = vector.at("signature");
    EXPECT_TRUE(signature_v1_matches(as_bytes(secret), SignatureV1Method::hmac_sha1, text, signature));
    EXPECT_FALSE(signature_v1_matches(as_bytes(secret), SignatureV1Method::hmac_sha1, text + "x", signature));
}

INSTANTIATE_TEST_SUITE_P(Recorded, Tencent2019Vector, testing::ValuesIn(load_vectors()), [](const auto& test) {
    std::string name = test.param.content.at("name");
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace tandem::api::tencent::v2019
