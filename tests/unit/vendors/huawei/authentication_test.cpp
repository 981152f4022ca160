#include "fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

class HuaweiAuthentication : public HuaweiTest {
  protected:
    RequestText plain() const { return client_.post("list-keys", "{}"); }
    std::string message() const { return json::parse(last_.reply.body)["error_msg"]; }
};

TEST_F(HuaweiAuthentication, takes_a_signed_request) { EXPECT_EQ(error_of(plain()), ""); }

TEST_F(HuaweiAuthentication, takes_the_date_alone_as_signed) {
    RequestText request = plain();
    client_.sign(request, "x-sdk-date");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, demands_a_signed_date) {
    RequestText request = plain();
    client_.sign(request, "content-type;host");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, keeps_the_clients_order_of_headers) {
    RequestText request = plain();
    client_.sign(request, "x-sdk-date;host;content-type");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, takes_the_fields_of_the_header_in_any_order) {
    RequestText request = plain();
    const std::string old = request.get("Authorization");
    const std::string signature = old.substr(old.find("Signature="));
    request.set("Authorization", "SDK-HMAC-SHA256 " + signature +
                                     ",SignedHeaders=content-type;host;x-sdk-date,  Access=" + client_.access_key);
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, refuses_a_signed_header_that_changed_or_is_gone) {
    RequestText changed = plain();
    changed.set("Host", "other:1");
    EXPECT_EQ(error_of(changed), "401 APIGW.0301");
    RequestText gone = plain();
    gone.remove("Content-Type");
    EXPECT_EQ(error_of(gone), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, refuses_another_tenants_secret) {
    test::HuaweiClient thief = client_;
    thief.secret_key = neighbour_.secret_key;
    EXPECT_EQ(error_of(thief.post("list-keys", "{}")), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, uses_the_new_secret_at_once) {
    EXPECT_EQ(error_of(plain()), "");
    add_credential(ours_, credential(client_.access_key), "changed");
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    client_.secret_key = "changed";
    EXPECT_EQ(error_of(plain()), "");
}

TEST_F(HuaweiAuthentication, names_an_unknown_access_key) {
    client_.access_key = "AKnobody";
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    EXPECT_EQ(message(), "Incorrect IAM authentication information: ak AKnobody not exist");
}

TEST_F(HuaweiAuthentication, holds_the_clock_window_to_the_second) {
    clock_.advance_real(std::chrono::seconds{900});
    EXPECT_EQ(error_of(plain()), "");
    clock_.advance_real(std::chrono::milliseconds{1});
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    EXPECT_EQ(message(),
              "Incorrect IAM authentication information: calc aksk signature fail:signature expired, signature "
              "time:20250615T120000Z,server time:20250615T121500Z");
    clock_.advance_real(std::chrono::seconds{-1801});
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, has_no_clock_window_when_it_is_off) {
    use([](AllSettings& settings) { settings.skew_seconds = 0; });
    clock_.advance_real(std::chrono::hours{24 * 365});
    EXPECT_EQ(error_of(plain()), "");
}

TEST_F(HuaweiAuthentication, refuses_dates_that_do_not_exist) {
    for (const char* date : {"20250631T120000Z", "2025-06-15T12:00:00Z", "20250615T240000Z", "20250615T120000", ""}) {
        client_.date = date;
        EXPECT_EQ(error_of(plain()), "401 APIGW.0301") << date;
    }
}

TEST_F(HuaweiAuthentication, takes_a_derived_key_of_any_region_and_service) {
    RequestText request = plain();
    client_.sign_derived(request, "20250615/nowhere-1/anything");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, refuses_a_derived_key_of_another_day_or_form) {
    for (const char* info :
         {"20250614/cn-north-4/kms", "20250615/cn-north-4", "20250615/a/b/c", "2025061/aa/kms", ""}) {
        RequestText request = plain();
        client_.sign_derived(request, info);
        EXPECT_EQ(error_of(request), "401 APIGW.0301") << info;
    }
}

TEST_F(HuaweiAuthentication, takes_a_hash_header_only_for_the_body_that_came) {
    RequestText request = plain();
    request.set("X-Sdk-Content-Sha256", hex_encode(crypto::sha256(as_bytes(request.body))));
    client_.sign(request);
    EXPECT_EQ(error_of(request), "");
    request.body = R"({"limit":"1"})";
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.set("X-Sdk-Content-Sha256", "anything");
    client_.sign(request);
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, takes_the_empty_hash_of_python_beside_a_hash_header) {
    RequestText request = client_.request("GET", "/v1.0/" + client_.project + "/kms/user-instances");
    request.set("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD");
    EXPECT_EQ(error_of(request), "");  // signed with the hash of no body
    client_.sign(request);
    EXPECT_EQ(error_of(request), "");  // signed with the header's value
}

TEST_F(HuaweiAuthentication, demands_the_session_token_of_a_temporary_credential) {
    change_credential([](store::CredentialFacts& facts) { facts.session_token = "session"; });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    RequestText request = plain();
    request.set("X-Security-Token", "wrong");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.set("X-Security-Token", "session");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, refuses_disabled_and_expired_credentials) {
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    change_credential([&](store::CredentialFacts& facts) { facts.expires = clock_.now(); });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    change_credential([&](store::CredentialFacts& facts) { facts.expires = clock_.now() + Milliseconds{1}; });
    EXPECT_EQ(error_of(plain()), "");
}

TEST_F(HuaweiAuthentication, survives_any_authorization_text) {
    for (const char* text : {"SDK-HMAC-SHA256", "SDK-HMAC-SHA256 ", "SDK-HMAC-SHA256 Access", "SDK-HMAC-SHA256 ,,,=",
                             "V11-HMAC-SHA256 Credential=/", "V11-HMAC-SHA256 Credential=a//,Signature=", "Bearer x"}) {
        RequestText request = plain();
        request.set("Authorization", text);
        EXPECT_EQ(error_of(request), "401 APIGW.0301") << text;
    }
    RequestText request = plain();
    request.set("Authorization", "SDK-HMAC-SHA256 Access=" + client_.access_key + ", SignedHeaders=x-sdk-date" +
                                     std::string(64, ';') + ", Signature=" + std::string(64, '0'));
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiAuthentication, shows_the_canonical_request_in_development_only) {
    RequestText request = plain();
    request.set("X-Security-Token", "hush");
    client_.sign(request, "host;x-sdk-date;x-security-token");
    request.body = R"({"limit":"2"})";
    error_of(request);
    EXPECT_EQ(message(), "Incorrect IAM authentication information: verify aksk signature fail");

    use([](AllSettings& settings) { settings.development = true; });
    error_of(request);
    EXPECT_THAT(message(), testing::HasSubstr("verify aksk signature fail, canonicalRequest:POST|/v1.0/" +
                                              client_.project + "/kms/list-keys/||host:kms.localhost:8990|"));
    EXPECT_THAT(message(), testing::Not(testing::HasSubstr("hush")));
}

TEST_F(HuaweiAuthentication, explains_a_mismatch_in_development_only) {
    RequestText request = plain();
    request.set("X-Security-Token", "hush");
    client_.sign(request, "host;x-sdk-date;x-security-token");
    request.body += "\n";
    error_of(request);
    EXPECT_EQ(last_.facts.explanation, nullptr);
    EXPECT_EQ(last_.facts.diagnosis, "");

    use([](AllSettings& settings) { settings.development = true; });
    error_of(request);
    EXPECT_THAT(last_.facts.diagnosis, testing::StartsWith("body: "));
    ASSERT_NE(last_.facts.explanation, nullptr);
    const SignatureExplanation& said = *last_.facts.explanation;
    EXPECT_THAT(said.server_canonical_request,
                testing::StartsWith("POST\n/v1.0/" + client_.project + "/kms/list-keys/\n\nhost:kms.localhost:8990\n"));
    EXPECT_THAT(said.server_canonical_request, testing::HasSubstr("\nx-security-token:(4 bytes)\n"));
    EXPECT_THAT(said.server_string_to_sign, testing::StartsWith("SDK-HMAC-SHA256\n20250615T120000Z\n"));
    EXPECT_NE(said.client_string_to_sign, said.server_string_to_sign);
    EXPECT_NE(said.client_string_to_sign, "");
}

TEST_F(HuaweiAuthentication, notes_the_id_that_a_request_names) {
    EXPECT_EQ(error_of(plain()), "");
    EXPECT_EQ(last_.facts.access_key_id, client_.access_key);
    RequestText derived = plain();
    client_.sign_derived(derived, "20250615/nowhere-1/anything");
    EXPECT_EQ(error_of(derived), "");
    EXPECT_EQ(last_.facts.access_key_id, client_.access_key);
}

// ---- projects ----

TEST_F(HuaweiAuthentication, takes_each_project_of_the_tenant) {
    client_.project = kOtherProject;
    EXPECT_EQ(error_of(plain()), "");
}

TEST_F(HuaweiAuthentication, refuses_a_project_that_is_not_the_tenants) {
    client_.project = kNeighboursProject;
    EXPECT_EQ(error_of(plain()), "403 KMS.0321");
    client_.project = "unknown_project-1";
    EXPECT_EQ(error_of(plain()), "403 KMS.0321");
}

TEST_F(HuaweiAuthentication, refuses_a_project_header_that_differs_from_the_path) {
    RequestText request = plain();
    request.set("X-Project-Id", client_.project);
    EXPECT_EQ(error_of(request), "");
    request.set("X-Project-Id", kOtherProject);
    EXPECT_EQ(error_of(request), "403 KMS.0321");
    request.set("X-Project-Id", "");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiAuthentication, takes_the_placeholder_for_the_default_project_in_development_only) {
    // Signed as the SDKs do: the canonical form of the braces is their escape too.
    client_.project = "%7Bproject_id%7D";
    EXPECT_EQ(error_of(plain()), "404 APIGW.0101");
    use([](AllSettings& settings) { settings.development = true; });
    EXPECT_EQ(error_of(plain()), "");
}

}  // namespace

}  // namespace tandem::api::huawei
