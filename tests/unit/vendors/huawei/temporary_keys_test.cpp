// Temporary access keys (sections 2.2 rule 9 and 3.3a).

#include "iam_fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

class HuaweiTemporaryKeys : public HuaweiIam {
  protected:
    static RequestText key_request(const json& identity) {
        RequestText request{.method = "POST", .path = "/v3.0/OS-CREDENTIAL/securitytokens"};
        request.body = json{{"auth", {{"identity", identity}}}}.dump();
        request.set("Host", "kms.localhost:8990").set("Content-Type", "application/json");
        return request;
    }
    static json for_token(const std::string& text, const json& duration = nullptr) {
        json token{{"id", text}};
        if (!duration.is_null()) token["duration_seconds"] = duration;
        return {{"methods", {"token"}}, {"token", token}};
    }
    // A key of our own user.
    json make_key(const json& duration = nullptr) {
        const std::string text = token();
        const json answer = send(key_request(for_token(text, duration)));
        EXPECT_EQ(last_.reply.status, 201u) << answer;
        return answer.value("credential", json::object());
    }
    RequestText signed_by(const json& key, std::string_view operation = "list-keys", std::string_view body = "{}") {
        test::HuaweiClient client{key["access"], key["secret"]};
        client.project = client_.project;
        RequestText request = client.post(operation, body);
        request.set("X-Security-Token", key["securitytoken"].get<std::string>());
        client.sign(request, "content-type;host;x-sdk-date;x-security-token");
        return request;
    }
};

TEST_F(HuaweiTemporaryKeys, sign_requests) {
    const json key = make_key();
    EXPECT_THAT(key["access"].get<std::string>(), testing::MatchesRegex("HST[A-Z2-7]+"));
    EXPECT_EQ(key["access"].get<std::string>().size(), 20u);
    EXPECT_THAT(key["secret"].get<std::string>(), testing::MatchesRegex("[A-Z2-7]+"));
    EXPECT_EQ(key["secret"].get<std::string>().size(), 40u);
    EXPECT_EQ(key["expires_at"], "2025-06-15T12:15:00.000000Z");
    EXPECT_EQ(error_of(signed_by(key)), "");
    EXPECT_EQ(last_.facts.tenant, ours_.id);
}

TEST_F(HuaweiTemporaryKeys, sign_with_a_derived_key_too) {
    const json key = make_key();
    RequestText request = signed_by(key);
    const test::HuaweiClient client{key["access"], key["secret"]};
    client.sign_derived(request, "20250615/cn-north-4/kms");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiTemporaryKeys, sign_with_a_scope_too) {
    const json key = make_key();
    RequestText request = signed_by(key);
    const test::HuaweiClient client{key["access"], key["secret"]};
    client.sign_scoped(request, "20250615/cn-north-4/kms");
    EXPECT_EQ(error_of(request), "");
    client.sign_scoped(request, "20250614/cn-north-4/kms");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiTemporaryKeys, are_others_each_time) {
    const json first = make_key();
    const json second = make_key();
    EXPECT_NE(first["access"], second["access"]);
    EXPECT_NE(first["secret"], second["secret"]);
    EXPECT_EQ(error_of(signed_by(first)), "");
    EXPECT_EQ(error_of(signed_by(second)), "");
}

TEST_F(HuaweiTemporaryKeys, are_nothing_without_their_token) {
    const json key = make_key();
    RequestText request = signed_by(key);
    request.remove("X-Security-Token");
    const test::HuaweiClient client{key["access"], key["secret"]};
    client.sign(request);
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("ak " + key["access"].get<std::string>() + " not exist"));
    EXPECT_THAT(last_.facts.diagnosis, testing::StartsWith("token: "));
}

TEST_F(HuaweiTemporaryKeys, go_with_no_other_token) {
    const json first = make_key();
    json other = make_key();
    other["securitytoken"] = first["securitytoken"];
    EXPECT_EQ(error_of(signed_by(other)), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("decrypt token fail"));
    other["securitytoken"] = token();  // a login token is none
    EXPECT_EQ(error_of(signed_by(other)), "401 APIGW.0301");
    EXPECT_EQ(error_of(with_token(first["securitytoken"], "list-keys")), "401 APIGW.0301");
}

TEST_F(HuaweiTemporaryKeys, refuse_a_wrong_secret) {
    json key = make_key();
    key["secret"] = std::string(40, 'A');
    EXPECT_EQ(error_of(signed_by(key)), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("verify aksk signature fail"));
}

TEST_F(HuaweiTemporaryKeys, refuse_a_token_of_which_any_byte_changed) {
    json key = make_key();
    const auto bytes = base64_decode(key["securitytoken"].get<std::string>());
    ASSERT_TRUE(bytes);
    for (std::size_t i = 0; i < bytes->size(); ++i) {
        Bytes changed = *bytes;
        changed[i] ^= 1;
        key["securitytoken"] = base64_encode(changed);
        EXPECT_EQ(error_of(signed_by(key)), "401 APIGW.0301") << i;
    }
}

TEST_F(HuaweiTemporaryKeys, live_as_long_as_was_asked_for) {
    const json key = make_key(3600);
    EXPECT_EQ(key["expires_at"], "2025-06-15T13:00:00.000000Z");
    clock_.advance(std::chrono::hours{1} - Milliseconds{1});
    EXPECT_EQ(error_of(signed_by(key)), "");
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(error_of(signed_by(key)), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("token expires, expires_at: 2025-06-15T13:00:00.000000Z"));
}

TEST_F(HuaweiTemporaryKeys, have_a_span_of_a_quarter_of_an_hour_to_a_day) {
    for (const json& good : {json(900), json(86400), json("900"), json(nullptr)}) EXPECT_FALSE(make_key(good).empty());
    for (const json& bad :
         {json(899), json(86401), json(0), json(-900), json("x"), json("900s"), json(true), json(10'000'000'000'000)}) {
        EXPECT_EQ(error_of(key_request(for_token(token(), bad))), "400 Bad Request") << bad;
    }
}

TEST_F(HuaweiTemporaryKeys, take_the_older_spelling_of_their_span) {
    json identity = for_token(token());
    identity["token"]["duration-seconds"] = "1800";
    EXPECT_EQ(send(key_request(identity))["credential"]["expires_at"], "2025-06-15T12:30:00.000000Z");
}

TEST_F(HuaweiTemporaryKeys, take_the_token_of_the_header_too) {
    RequestText request = key_request({{"methods", {"token"}}});
    request.set("X-Auth-Token", token());
    EXPECT_EQ(error_of(request), "");
    request.remove("X-Auth-Token");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.set("X-Auth-Token", "wrong");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiTemporaryKeys, are_not_for_passwords) {
    RequestText request = key_request(our_login()["auth"]["identity"]);
    EXPECT_EQ(error_of(request), "400 Bad Request");
    for (const char* body : {"", "{", "{}", R"({"auth":{}})", R"({"auth":{"identity":{"methods":"token"}}})"}) {
        request.body = body;
        EXPECT_EQ(error_of(request), "400 Bad Request") << body;
    }
}

TEST_F(HuaweiTemporaryKeys, end_with_their_user) {
    const json key = make_key();
    add_credential(ours_, credential(client_.access_key), "another-secret");
    EXPECT_EQ(error_of(signed_by(key)), "401 APIGW.0307");
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(error_of(signed_by(key)), "403 APIGW.0302");
    commit(ours_.id, store::RemoveCredential{client_.access_key});
    EXPECT_EQ(error_of(signed_by(key)), "401 APIGW.0301");
}

TEST_F(HuaweiTemporaryKeys, have_the_rules_of_their_user) {
    const std::string mine = create_key();
    change_credential([](store::CredentialFacts& facts) { facts.allow = {{{"ListKeyDetail"}, {}}}; });
    const json key = make_key();
    const std::string body = json{{"key_id", mine}}.dump();
    EXPECT_EQ(error_of(signed_by(key, "describe-key", body)), "");
    EXPECT_EQ(error_of(signed_by(key, "disable-key", body)), "403 KMS.0306");
}

TEST_F(HuaweiTemporaryKeys, work_in_their_own_tenant_alone) {
    const json key = make_key();
    client_.project = kNeighboursProject;
    EXPECT_EQ(error_of(signed_by(key)), "403 KMS.0321");
}

}  // namespace

}  // namespace tandem::api::huawei
