// Users of one domain in a role of another (section 3.3a).

#include "iam_fixture.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei {

namespace {

// The neighbours have an agency that trusts us.
class HuaweiAgencies : public HuaweiIam {
  protected:
    void SetUp() override {
        HuaweiIam::SetUp();
        agency_.id = crypto::random_uuid<store::ObjectId>();
        agency_.name = "ops";
        agency_.trusted = {ours_.domain_name};
        put(agency_);
    }
    void put(const Agency& agency) { commit(neighbours_.id, store::PutObject<Agency>{agency, {}}); }

    json role() const { return {{"domain_name", neighbours_.domain_name}, {"agency_name", "ops"}}; }
    static json assuming(const json& role, const json& scope = nullptr) {
        json auth{{"identity", {{"methods", {"assume_role"}}, {"assume_role", role}}}};
        if (!scope.is_null()) auth["scope"] = scope;
        return {{"auth", auth}};
    }
    RequestText assume(const json& role, const std::string& token, const json& scope = nullptr) {
        return login_request(assuming(role, scope).dump()).set("X-Auth-Token", token);
    }
    RequestText key_request(const json& role) {
        return client_.request("POST", "/v3.0/OS-CREDENTIAL/securitytokens", {}, assuming(role).dump());
    }
    // A token of ours in the neighbours' project.
    std::string assumed_token() {
        send(assume(role(), token(), {{"project", {{"name", "cn-north-4"}}}}));
        client_.project = kNeighboursProject;
        return header("X-Subject-Token");
    }
    std::string neighbours_key() {
        const json made = send(neighbour_.post("create-key", R"({"key_alias":"theirs"})"));
        return made["key_info"]["key_id"];
    }

    Agency agency_;
};

TEST_F(HuaweiAgencies, lead_into_the_other_domain) {
    const json body = send(assume(role(), token(), {{"project", {{"name", "cn-north-4"}}}}))["token"];
    EXPECT_EQ(last_.reply.status, 201u);
    EXPECT_EQ(body["methods"], json::array({"assume_role"}));
    EXPECT_EQ(body["project"]["id"], kNeighboursProject);
    EXPECT_EQ(body["user"]["name"], neighbours_.domain_name + "/ops");
    EXPECT_EQ(body["user"]["domain"]["id"], neighbours_.domain_id);
    EXPECT_EQ(body["assumed_by"]["user"]["name"], client_.access_key);
    EXPECT_EQ(body["assumed_by"]["user"]["domain"]["name"], ours_.domain_name);

    const std::string text = header("X-Subject-Token");
    client_.project = kNeighboursProject;
    EXPECT_EQ(error_of(with_token(text, "describe-key", {{"key_id", neighbours_key()}})), "");
    EXPECT_EQ(last_.facts.tenant, neighbours_.id);
}

TEST_F(HuaweiAgencies, are_named_in_several_ways) {
    const std::string text = token();
    for (const json& name : {json{{"domain_id", neighbours_.domain_id}, {"agency_name", "ops"}},
                             json{{"domain_name", neighbours_.domain_name}, {"xrole_name", "ops"}}}) {
        EXPECT_EQ(error_of(assume(name, text)), "") << name;
    }
    agency_.trusted = {ours_.domain_id};
    put(agency_);
    EXPECT_EQ(error_of(assume(role(), text)), "");
}

TEST_F(HuaweiAgencies, take_a_signature_for_a_token) {
    const std::string body = assuming(role()).dump();
    EXPECT_EQ(error_of(client_.request("POST", "/v3/auth/tokens", {}, body)), "");
    client_.secret_key = "wrong";
    EXPECT_EQ(error_of(client_.request("POST", "/v3/auth/tokens", {}, body)), "401 APIGW.0301");
    EXPECT_EQ(error_of(login_request(body)), "401 APIGW.0301");
}

TEST_F(HuaweiAgencies, are_refused_alike_whether_unknown_or_not_trusting) {
    const std::string text = token();
    for (const json& name : {json{{"domain_name", neighbours_.domain_name}, {"agency_name", "other"}},
                             json{{"domain_name", "nowhere"}, {"agency_name", "ops"}}}) {
        EXPECT_EQ(error_of(assume(name, text)), "403 Forbidden") << name;
    }
    agency_.trusted = {"somebody-else"};
    put(agency_);
    EXPECT_EQ(error_of(assume(role(), text)), "403 Forbidden");
    EXPECT_EQ(json::parse(last_.reply.body)["error"]["code"], 403);
}

TEST_F(HuaweiAgencies, do_not_lead_on) { EXPECT_EQ(error_of(assume(role(), assumed_token())), "403 Forbidden"); }

TEST_F(HuaweiAgencies, end_their_tokens_with_themselves) {
    const std::string text = assumed_token();
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "");
    agency_.trusted = {"somebody-else"};
    put(agency_);
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
    agency_.trusted = {ours_.domain_name};
    put(agency_);
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "");
    commit(neighbours_.id, store::RemoveObject<Agency>{agency_.id, 3});
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
}

TEST_F(HuaweiAgencies, end_their_tokens_with_the_user_behind_them) {
    const std::string text = assumed_token();
    add_credential(ours_, credential(client_.access_key), "another-secret");
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0307");
}

TEST_F(HuaweiAgencies, have_rules_of_their_own) {
    const std::string key = neighbours_key();
    change_credential([](store::CredentialFacts& facts) { facts.allow = {{{"AssumeRole"}, {}}}; });
    agency_.allow = {{{"ListKeyDetail"}, {"alias/theirs"}}};
    put(agency_);
    const std::string text = assumed_token();
    EXPECT_EQ(error_of(with_token(text, "describe-key", {{"key_id", key}})), "");
    EXPECT_EQ(error_of(with_token(text, "disable-key", {{"key_id", key}})), "403 KMS.0306");
}

TEST_F(HuaweiAgencies, are_closed_to_users_whose_rules_do_not_have_them) {
    change_credential([](store::CredentialFacts& facts) { facts.allow = {{{"ListKeys"}, {}}}; });
    EXPECT_EQ(error_of(assume(role(), token())), "403 Forbidden");
    EXPECT_THAT(last_.facts.diagnosis, testing::HasSubstr("AssumeRole"));
}

TEST_F(HuaweiAgencies, give_temporary_keys) {
    const std::string key = neighbours_key();
    json asked = role();
    asked["duration_seconds"] = 1800;
    asked["session_user"] = {{"name", "somebody"}};
    const json made = send(key_request(asked))["credential"];
    EXPECT_EQ(last_.reply.status, 201u);
    EXPECT_EQ(made["expires_at"], "2025-06-15T12:30:00.000000Z");
    test::HuaweiClient client{made["access"], made["secret"], kNeighboursProject};
    RequestText request = client.post("describe-key", json{{"key_id", key}}.dump());
    request.set("X-Security-Token", made["securitytoken"].get<std::string>());
    EXPECT_EQ(error_of(request), "");
    asked["agency_name"] = "other";
    EXPECT_EQ(error_of(key_request(asked)), "403 Forbidden");
}

TEST_F(HuaweiAgencies, show_themselves_as_the_caller) {
    const std::string text = assumed_token();
    const json shown = send(get_with_token(text, "/v5/caller-identity"));
    EXPECT_EQ(shown["account_id"], neighbours_.domain_id);
    EXPECT_EQ(shown["principal_urn"], "iam::" + neighbours_.domain_id + ":agency:ops");
    EXPECT_NE(shown["principal_id"], send(client_.request("GET", "/v5/caller-identity"))["principal_id"]);
}

}  // namespace

}  // namespace tandem::api::huawei
