// The schemes that the SDKs of Java and Python let a program choose: SDK-HMAC-SM3, SDK-ECDSA-P256-SHA256, SDK-SM2-SM3.

#include "fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tandem::api::huawei {

namespace {

const json& vectors() {
    static const json file = json::parse(std::ifstream{TANDEM_TEST_DATA "/huawei-kms-schemes-vectors.json"});
    return file["vectors"];
}

class HuaweiSchemes : public HuaweiTest {
  protected:
    // 2024-06-01T12:00:00Z
    HuaweiSchemes() { clock_.advance_real(TimePoint{std::chrono::seconds{1'717'243'200}} - clock_.real_now()); }

    RequestText recorded(const json& vector) {
        add_credential(ours_, credential(vector["access_key"]), vector["secret_key"].get<std::string>());
        RequestText text;
        text.method = vector["method"];
        const std::string target = vector["target"];
        text.path = target.substr(0, target.find('?'));
        if (text.path.size() < target.size()) text.query = target.substr(text.path.size() + 1);
        for (const json& header : vector["headers"]) text.set(std::string{header[0]}, std::string{header[1]});
        text.body = vector["body"];
        return text;
    }
    // One request of each scheme, the plain one left out.
    std::vector<RequestText> one_of_each() {
        std::vector<RequestText> requests;
        for (const char* scheme : {"SDK-HMAC-SM3 ", "SDK-ECDSA-P256-SHA256 ", "SDK-SM2-SM3 "}) {
            for (const json& vector : vectors()) {
                RequestText text = recorded(vector);
                if (!text.get("Authorization").starts_with(scheme) || text.body.empty()) continue;
                requests.push_back(text);
                break;
            }
        }
        EXPECT_EQ(requests.size(), 3u);
        return requests;
    }
    // The request with another signature in its authorization.
    static RequestText with_signature(RequestText text, const std::string& signature) {
        const std::string old = text.get("Authorization");
        return text.set("Authorization", old.substr(0, old.find("Signature=") + 10) + signature);
    }
};

TEST_F(HuaweiSchemes, are_those_of_the_released_sdks) {
    EXPECT_EQ(vectors().size(), 25u);
    for (const json& vector : vectors()) {
        const RequestText text = recorded(vector);
        send(text);
        EXPECT_THAT(last_.reply.status, testing::AnyOf(200u, 404u))  // the key is nobody's
            << vector["origin"] << text.get("Authorization") << last_.reply.body;
        EXPECT_EQ(last_.facts.access_key_id, vector["access_key"]);
    }
}

TEST_F(HuaweiSchemes, are_signatures_of_the_request_and_the_secret) {
    for (const RequestText& text : one_of_each()) {
        RequestText changed = text;
        changed.body += " ";
        EXPECT_EQ(error_of(changed), "401 APIGW.0301") << text.get("Authorization");
        changed = text;
        changed.set("User-Agent", "another");
        EXPECT_EQ(error_of(changed), "401 APIGW.0301");
        changed = text;
        changed.set("X-Sdk-Date", "20240601T120001Z");
        EXPECT_EQ(error_of(changed), "401 APIGW.0301");
        EXPECT_EQ(error_of(text), "404 KMS.0207");
    }
    for (const RequestText& text : one_of_each()) {
        add_credential(ours_, credential(vectors()[0]["access_key"]), "another secret");
        EXPECT_EQ(error_of(text), "401 APIGW.0301") << text.get("Authorization");
    }
}

TEST_F(HuaweiSchemes, do_not_pass_for_each_other) {
    const auto requests = one_of_each();
    for (const RequestText& text : requests) {
        for (const char* name : {"SDK-HMAC-SHA256", "SDK-HMAC-SM3", "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3"}) {
            std::string authorization = text.get("Authorization");
            const std::string own = authorization.substr(0, authorization.find(' '));
            if (own == name) continue;
            RequestText renamed = text;
            renamed.set("Authorization", name + authorization.substr(own.size()));
            EXPECT_EQ(error_of(renamed), "401 APIGW.0301") << own << " as " << name;
        }
    }
}

TEST_F(HuaweiSchemes, survive_any_signature) {
    for (const RequestText& text : one_of_each()) {
        for (const std::string& signature :
             {std::string{}, std::string{"30"}, std::string{"3"}, std::string(64, 'x'), std::string(64, '0'),
              std::string(144, 'f'), std::string(146, '0'), std::string{"3006020100020100"},
              std::string{"3006020101020101"}, std::string(10'000, '0')}) {
            EXPECT_EQ(error_of(with_signature(text, signature)), "401 APIGW.0301") << signature.size();
        }
    }
}

TEST_F(HuaweiSchemes, hold_the_clock_window_and_the_credentials_rules) {
    for (const RequestText& text : one_of_each()) {
        clock_.advance_real(std::chrono::seconds{901});
        EXPECT_EQ(error_of(text), "401 APIGW.0301");
        clock_.advance_real(std::chrono::seconds{-901});
        store::CredentialFacts facts = credential(vectors()[0]["access_key"]);
        facts.enabled = false;
        add_credential(ours_, facts, vectors()[0]["secret_key"].get<std::string>());
        EXPECT_EQ(error_of(text), "401 APIGW.0301");
        facts.enabled = true;
        add_credential(ours_, facts, vectors()[0]["secret_key"].get<std::string>());
    }
}

TEST_F(HuaweiSchemes, of_curves_are_checked_on_the_worker_pool) {
    for (const RequestText& text : one_of_each()) {
        const bool of_curve = !text.get("Authorization").starts_with("SDK-HMAC-SM3 ");
        Exchange exchange;
        EXPECT_EQ(run(text, exchange, Place::io_thread), of_curve ? Disposition::moves : Disposition::answered);
        EXPECT_EQ(exchange.facts.explanation, nullptr);
    }
}

TEST_F(HuaweiSchemes, take_the_hash_header_of_their_own) {
    RequestText text = one_of_each().front();
    text.set("X-Sdk-Content-Sm3", hex_encode(crypto::sm3(as_bytes(text.body))));
    EXPECT_EQ(error_of(text), "404 KMS.0207");
    text.set("X-Sdk-Content-Sm3", std::string(64, '0'));
    EXPECT_EQ(error_of(text), "401 APIGW.0301");
}

TEST_F(HuaweiSchemes, show_both_sides_of_a_refusal_in_development) {
    use([](AllSettings& settings) { settings.development = true; });
    for (RequestText text : one_of_each()) {
        text.body += " ";
        EXPECT_EQ(error_of(text), "401 APIGW.0301");
        EXPECT_THAT(last_.facts.diagnosis, testing::StartsWith("secret: "));
        ASSERT_NE(last_.facts.explanation, nullptr);
        const std::string authorization = text.get("Authorization");
        EXPECT_THAT(last_.facts.explanation->server_string_to_sign,
                    testing::StartsWith(authorization.substr(0, authorization.find(' ')) + "\n20240601T120000Z\n"));
        EXPECT_THAT(last_.facts.explanation->server_canonical_request, testing::StartsWith("POST\n/v1.0/"));
    }
}

TEST_F(HuaweiSchemes, that_are_not_known_are_named_beside_those_that_are) {
    use([](AllSettings& settings) { settings.development = true; });
    RequestText text = client_.post("list-keys", "{}");
    text.set("Authorization", "SDK-HMAC-SHA512 Access=AKours, SignedHeaders=x-sdk-date, Signature=00");
    EXPECT_EQ(error_of(text), "401 APIGW.0301");
    EXPECT_THAT(last_.facts.diagnosis,
                testing::AllOf(testing::HasSubstr("\"SDK-HMAC-SHA512\""),
                               testing::HasSubstr("SDK-HMAC-SM3, SDK-ECDSA-P256-SHA256 and SDK-SM2-SM3")));
}

}  // namespace

}  // namespace tandem::api::huawei
