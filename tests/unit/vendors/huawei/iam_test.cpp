// The IAM calls that clients make by themselves (section 3).

#include "iam_fixture.hpp"

#include <gmock/gmock.h>

#include <set>

namespace tandem::api::huawei {

namespace {

TEST_F(HuaweiIam, gives_a_token_that_encrypts) {
    const json answer = log_in(our_login({{"project", {{"name", "cn-north-4"}}}}));
    EXPECT_EQ(last_.reply.status, 201u);
    EXPECT_EQ(header("X-IAM-Trace-Id"), header("X-Request-Id"));
    const json& body = answer["token"];
    EXPECT_EQ(body["issued_at"], "2025-06-15T12:00:00.000000Z");
    EXPECT_EQ(body["expires_at"], "2025-06-16T12:00:00.000000Z");
    EXPECT_EQ(body["methods"], json::array({"password"}));
    EXPECT_EQ(body["project"]["id"], client_.project);
    EXPECT_EQ(body["project"]["domain"]["id"], ours_.domain_id);
    EXPECT_EQ(body["user"]["name"], client_.access_key);
    EXPECT_EQ(body["user"]["id"].get<std::string>().size(), 32u);
    EXPECT_EQ(body["catalog"][0]["type"], "kms");

    const std::string text = header("X-Subject-Token");
    const std::string key = create_key();
    const RequestText request = with_token(text, "encrypt-data", {{"key_id", key}, {"plain_text", "x"}});
    EXPECT_EQ(error_of(request), "");
    EXPECT_EQ(last_.facts.tenant, ours_.id);
}

TEST_F(HuaweiIam, leaves_the_catalogue_out_when_asked) {
    RequestText request = login_request(our_login().dump());
    request.query = "nocatalog=true";
    EXPECT_EQ(send(request)["token"]["catalog"], json::array());
}

TEST_F(HuaweiIam, gives_an_account_wide_token_without_a_scope) {
    const json body = log_in(our_login())["token"];
    EXPECT_EQ(body["domain"]["id"], ours_.domain_id);
    EXPECT_FALSE(body.contains("project"));
    EXPECT_EQ(error_of(with_token(header("X-Subject-Token"), "list-keys", json::object())), "");
}

TEST_F(HuaweiIam, does_not_look_at_a_token_when_logging_in) {
    RequestText request = login_request(our_login().dump());
    request.set("X-Auth-Token", "stale");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiIam, knows_users_by_their_domain) {
    EXPECT_EQ(login_error(password_login(client_.access_key, ours_.domain_name, client_.secret_key)), "");
    json by_id = our_login();
    by_id["auth"]["identity"]["password"]["user"]["domain"] = {{"id", ours_.domain_id}};
    EXPECT_EQ(login_error(by_id), "");
    EXPECT_EQ(login_error(password_login(client_.access_key, neighbours_.domain_name, client_.secret_key)),
              "401 Unauthorized");
}

TEST_F(HuaweiIam, lets_a_user_in_who_has_no_access_key) {
    store::CredentialFacts facts = credential("user/ours/alice");
    facts.user_name = "alice";
    facts.login_only = true;
    add_credential(ours_, facts, "alices-password");
    const json scope{{"project", {{"name", "cn-north-4"}}}};
    const json body = log_in(password_login("alice", ours_.domain_name, "alices-password", scope))["token"];
    EXPECT_EQ(body["user"]["name"], "alice");
    EXPECT_EQ(error_of(with_token(header("X-Subject-Token"), "list-keys")), "");
    const json by_id{{"methods", {"password"}},
                     {"password", {{"user", {{"id", body["user"]["id"]}, {"password", "alices-password"}}}}}};
    EXPECT_EQ(login_error({{"auth", {{"identity", by_id}}}}), "");

    const test::HuaweiClient signer{"user/ours/alice", "alices-password"};
    EXPECT_EQ(error_of(signer.post("list-keys", "{}")), "401 APIGW.0301");
}

TEST_F(HuaweiIam, lets_configured_users_in_without_development) {
    change_credential([](store::CredentialFacts& facts) { facts.user_name = "alice"; });
    use([](AllSettings&) {});
    EXPECT_EQ(login_error(password_login("alice", ours_.domain_name, client_.secret_key)), "");
    EXPECT_EQ(login_error(our_login()), "401 Unauthorized");
}

TEST_F(HuaweiIam, refuses_wrong_passwords_and_unknown_users_alike) {
    const json wrong = log_in(password_login(client_.access_key, client_.access_key, "wrong"));
    EXPECT_EQ(last_.reply.status, 401u);
    EXPECT_EQ(wrong,
              (json{{"error",
                     {{"code", 401}, {"message", "The username or password is wrong."}, {"title", "Unauthorized"}}}}));
    EXPECT_EQ(log_in(password_login("nobody", "nobody", client_.secret_key)), wrong);
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(log_in(our_login()), wrong);
}

TEST_F(HuaweiIam, refuses_bodies_that_are_no_login) {
    for (const char* body :
         {"", "{", "[]", "{}", R"({"auth":7})", R"({"auth":{}})", R"({"auth":{"identity":{}}})",
          R"({"auth":{"identity":{"methods":["password"]}}})",
          R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":7}}}}})",
          R"({"auth":{"identity":{"methods":[]}}})", R"({"auth":{"identity":{"methods":["saml2"]}}})",
          R"({"auth":{"identity":{"methods":["assume_role"]}}})",
          R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"a"}}}})"}) {
        EXPECT_EQ(error_of(login_request(body)), "400 Bad Request") << body;
    }
}

TEST_F(HuaweiIam, leads_every_project_name_to_a_project_that_nobody_named_in_development_only) {
    const json scope{{"project", {{"name", "nowhere-9"}}}};
    const json body = log_in(neighbours_login(scope))["token"];
    EXPECT_EQ(body["project"]["id"], kNeighboursProject);
    EXPECT_EQ(body["project"]["name"], "nowhere-9");
    EXPECT_EQ(login_error(neighbours_login({{"project", {{"id", client_.project}}}})), "401 Unauthorized");

    store::CredentialFacts alice = credential(neighbour_.access_key);
    alice.user_name = "alice";
    add_credential(neighbours_, alice, neighbour_.secret_key);
    use([](AllSettings&) {});
    EXPECT_EQ(login_error(password_login("alice", neighbours_.domain_name, neighbour_.secret_key, scope)),
              "401 Unauthorized");
}

TEST_F(HuaweiIam, takes_no_unknown_project_name_for_one_of_several_or_for_one_with_another_name) {
    EXPECT_EQ(login_error(our_login({{"project", {{"name", "nowhere-9"}}}})), "401 Unauthorized");
    EXPECT_EQ(login_error(our_login({{"project", {{"name", "cn-east-3_team"}}}})), "401 Unauthorized");
    use([](AllSettings& settings) {
        settings.development = true;
        settings.region = "eu-de";  // so that somebody named the neighbour's
    });
    EXPECT_EQ(login_error(neighbours_login({{"project", {{"name", "nowhere-9"}}}})), "401 Unauthorized");
    EXPECT_EQ(login_error(neighbours_login({{"project", {{"name", "cn-north-4"}}}})), "");
}

TEST_F(HuaweiIam, holds_a_token_to_its_project) {
    const std::string other = token({{"project", {{"id", kOtherProject}}}});
    EXPECT_EQ(error_of(with_token(other, "list-keys", json::object())), "403 KMS.0321");
    client_.project = kOtherProject;
    EXPECT_EQ(error_of(with_token(other, "list-keys", json::object())), "");
}

TEST_F(HuaweiIam, gives_another_scope_for_a_token) {
    const std::string first = token();
    clock_.advance(std::chrono::hours{1});
    const json body = log_in(token_login(first, {{"project", {{"id", kOtherProject}}}}))["token"];
    EXPECT_EQ(body["project"]["id"], kOtherProject);
    EXPECT_EQ(body["expires_at"], "2025-06-16T12:00:00.000000Z");
    EXPECT_EQ(body["methods"], json::array({"token"}));
    EXPECT_EQ(error_of(with_token(header("X-Subject-Token"), "list-keys")), "403 KMS.0321");
}

TEST_F(HuaweiIam, takes_the_token_of_a_login_from_the_header_too) {
    const std::string first = token();
    RequestText request = login_request(R"({"auth":{"identity":{"methods":["token"],"token":{}}}})");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.set("X-Auth-Token", first);
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiIam, checks_every_method_that_is_asked_for) {
    json both = our_login();
    both["auth"]["identity"]["methods"] = {"password", "token"};
    both["auth"]["identity"]["token"] = {{"id", token()}};
    EXPECT_EQ(log_in(both)["token"]["methods"], json::array({"password", "token"}));
    both["auth"]["identity"]["password"]["user"]["password"] = "wrong";
    EXPECT_EQ(login_error(both), "401 Unauthorized");
}

TEST_F(HuaweiIam, prefers_a_project_to_a_domain) {
    const json scope{{"project", {{"name", "cn-east-3"}}}, {"domain", {{"name", "nobody"}}}};
    EXPECT_EQ(log_in(our_login(scope))["token"]["project"]["id"], kOtherProject);
    EXPECT_EQ(log_in(our_login({{"domain", {{"id", ours_.domain_id}}}}))["token"]["domain"]["id"], ours_.domain_id);
    EXPECT_EQ(login_error(our_login({{"domain", {{"name", neighbours_.domain_name}}}})), "401 Unauthorized");
}

TEST_F(HuaweiIam, ends_a_token_after_a_day) {
    const std::string text = token();
    clock_.advance(std::chrono::hours{24} - Milliseconds{1});
    EXPECT_EQ(error_of(with_token(text, "list-keys", json::object())), "");
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(error_of(with_token(text, "list-keys", json::object())), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("token expires, expires_at: 2025-06-16T12:00:00.000000Z"));
}

TEST_F(HuaweiIam, ends_a_token_when_its_user_is_disabled) {
    const std::string text = token();
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "403 APIGW.0302");
}

TEST_F(HuaweiIam, ends_a_token_when_its_user_expires) {
    const std::string text = token();
    change_credential([&](store::CredentialFacts& facts) { facts.expires = clock_.now() + Milliseconds{1}; });
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "");
    clock_.advance(Milliseconds{1});
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
}

TEST_F(HuaweiIam, ends_a_token_when_its_users_secret_changes) {
    const std::string text = token();
    add_credential(ours_, credential(client_.access_key), "another-secret");
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0307");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("The token must be updated."));
    add_credential(ours_, credential(client_.access_key), client_.secret_key);
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "");
}

TEST_F(HuaweiIam, ends_a_token_with_its_user) {
    const std::string text = token();
    commit(ours_.id, store::RemoveCredential{client_.access_key});
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
    EXPECT_THAT(last_.reply.body, testing::HasSubstr("decrypt token fail"));
}

// Also when one of the same name and ids comes after it, with the same user.
TEST_F(HuaweiIam, ends_a_token_with_its_tenant) {
    const std::string text = token();
    commit(ours_.id, store::RemoveTenant{});
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
    commit(ours_.id, store::CreateTenant{ours_});
    add_credential(ours_, credential(client_.access_key), client_.secret_key);
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "401 APIGW.0301");
}

TEST_F(HuaweiIam, keeps_a_token_to_its_tenant) {
    const std::string text = token();
    client_.project = kNeighboursProject;
    EXPECT_EQ(error_of(with_token(text, "list-keys")), "403 KMS.0321");
}

TEST_F(HuaweiIam, refuses_a_token_of_which_any_byte_changed) {
    const auto bytes = base64_decode(token());
    ASSERT_TRUE(bytes);
    for (std::size_t i = 0; i < bytes->size(); ++i) {
        Bytes changed = *bytes;
        changed[i] ^= 1;
        EXPECT_EQ(error_of(with_token(base64_encode(changed), "list-keys", json::object())), "401 APIGW.0301") << i;
    }
    for (std::size_t size = 0; size < bytes->size(); ++size) {
        const std::string cut = base64_encode(ByteView{*bytes}.first(size));
        EXPECT_EQ(error_of(with_token(cut, "list-keys", json::object())), "401 APIGW.0301") << size;
    }
    EXPECT_EQ(error_of(with_token("nonsense", "list-keys", json::object())), "401 APIGW.0301");
    EXPECT_EQ(error_of(with_token(std::string(5000, 'A'), "list-keys", json::object())), "401 APIGW.0301");
}

TEST_F(HuaweiIam, validates_a_token) {
    const std::string text = token();
    RequestText request{.method = "GET", .path = "/v3/auth/tokens"};
    request.set("X-Subject-Token", text);
    const json body = send(request)["token"];
    EXPECT_EQ(body["project"]["id"], client_.project);
    EXPECT_EQ(body["methods"], json::array({"password"}));
    EXPECT_EQ(body["catalog"].size(), 3u);
    EXPECT_EQ(header("X-Subject-Token"), text);
    request.query = "nocatalog";
    EXPECT_EQ(send(request)["token"]["catalog"], json::array());
    request.set("X-Auth-Token", text);
    EXPECT_EQ(error_of(request), "");
    request.set("X-Auth-Token", "wrong");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.remove("X-Auth-Token");
    use([](AllSettings&) {});
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    request.remove("X-Subject-Token");
    EXPECT_EQ(error_of(request), "400 Bad Request");
}

TEST_F(HuaweiIam, finds_exactly_one_project_of_a_region) {
    const auto projects = [&](std::string_view query) {
        return send(client_.request("GET", "/v3/projects", query))["projects"];
    };
    EXPECT_EQ(projects("").size(), 2u);
    const json found = projects("name=cn-east-3");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0]["id"], kOtherProject);
    EXPECT_EQ(found[0]["links"]["next"], nullptr);
    EXPECT_EQ(projects("name=nowhere-9").size(), 0u);
}

TEST_F(HuaweiIam, finds_a_project_that_nobody_named_by_any_name_in_development_only) {
    const auto projects = [&](std::string_view query) {
        return send(neighbour_.request("GET", "/v3/projects", query))["projects"];
    };
    ASSERT_EQ(projects("name=nowhere-9").size(), 1u);
    EXPECT_EQ(projects("name=nowhere-9")[0]["id"], kNeighboursProject);
    EXPECT_EQ(projects("name=nowhere-9")[0]["name"], "nowhere-9");
    use([](AllSettings&) {});
    EXPECT_EQ(projects("name=nowhere-9").size(), 0u);
}

// ---- with an access key, X-Project-Id says which project is meant ----

TEST_F(HuaweiIam, shows_the_catalogue_of_the_project_that_is_asked_for) {
    RequestText request = client_.request("GET", "/v3/auth/catalog");
    const auto endpoint = [&](std::size_t service) { return send(request)["catalog"][service]["endpoints"][0]; };
    EXPECT_EQ(endpoint(0)["region"], "cn-north-4");
    EXPECT_EQ(endpoint(2)["url"], "http://kms.localhost:8990/v1.0/" + client_.project);
    request.set("X-Project-Id", kOtherProject);
    EXPECT_EQ(endpoint(0)["region"], "cn-east-3");
    EXPECT_EQ(endpoint(0)["region_id"], "cn-east-3");
    EXPECT_EQ(endpoint(0)["url"], "http://kms.localhost:8990/v1.0");
    EXPECT_EQ(endpoint(2)["url"], "http://kms.localhost:8990/v1.0/" + std::string{kOtherProject});
    use([](AllSettings& settings) { settings.otc_catalogs = {"ours"}; });
    EXPECT_EQ(endpoint(0)["url"], "http://kms.localhost:8990/v1.0/" + std::string{kOtherProject});
}

TEST_F(HuaweiIam, shows_no_catalogue_of_a_project_that_is_not_the_callers) {
    RequestText request = client_.request("GET", "/v3/auth/catalog");
    for (const char* id : {kNeighboursProject, "22222222222222222222222222222222", "x"}) {
        request.set("X-Project-Id", id);
        EXPECT_EQ(error_of(request), "401 Unauthorized") << id;
    }
    RequestText by_token = get_with_token(token(), "/v3/auth/catalog");
    by_token.set("X-Project-Id", client_.project);
    EXPECT_EQ(error_of(by_token), "");
    by_token.set("X-Project-Id", kOtherProject);
    EXPECT_EQ(error_of(by_token), "401 Unauthorized");
}

// ---- regions ----

TEST_F(HuaweiIam, names_the_region_of_the_project_everywhere) {
    client_.project = kOtherProject;
    const json made = call("create-key", {{"key_alias", "east"}});
    const std::string key = made["key_info"]["key_id"];
    EXPECT_EQ(details(key)["realm"], "cn-east-3");
    const json alias = call("aliases", {{"key_id", key}, {"alias", "further"}});
    EXPECT_EQ(alias["alias_urn"], "kms:cn-east-3:" + ours_.domain_id + ":alias:further");
    EXPECT_EQ(details(alias["alias_urn"])["key_id"], key);
}

TEST_F(HuaweiIam, takes_the_region_of_a_part_from_its_name) {
    store::TenantFacts facts =
        facts_of("parts", {{"eu-de", std::string(32, 'a')}, {"eu-de_tools", std::string(32, 'b')}});
    commit(facts.id, store::CreateTenant{facts});
    add_credential(facts, credential("AKparts"), "secret");
    client_ = test::HuaweiClient{"AKparts", "secret", std::string(32, 'b')};
    EXPECT_EQ(details(create_key())["realm"], "eu-de");
    RequestText request = client_.request("GET", "/v3/auth/catalog");
    request.set("X-Project-Id", client_.project);
    const json endpoints = send(request)["catalog"][0]["endpoints"];
    ASSERT_EQ(endpoints.size(), 2u);  // eu-de once, and the configured region
    EXPECT_EQ(endpoints[0]["region"], "eu-de");
}

TEST_F(HuaweiIam, names_the_region_that_a_token_was_asked_for_with) {
    log_in(neighbours_login({{"project", {{"name", "eu-nl_team"}}}}));
    client_.project = kNeighboursProject;
    const std::string text = header("X-Subject-Token");
    const json made = send(with_token(text, "create-key", {{"key_alias", "nl"}}));
    const json shown = send(with_token(text, "describe-key", {{"key_id", made["key_info"]["key_id"]}}));
    EXPECT_EQ(shown["key_info"]["realm"], "eu-nl");
}

TEST_F(HuaweiIam, shows_the_account) {
    const json domains = send(client_.request("GET", "/v3/auth/domains"))["domains"];
    EXPECT_EQ(domains[0]["id"], ours_.domain_id);
    EXPECT_EQ(domains[0]["name"], ours_.domain_name);
    EXPECT_EQ(send(client_.request("GET", "/v5/caller-identity"))["account_id"], ours_.domain_id);
}

TEST_F(HuaweiIam, shows_this_servers_kms_and_iam) {
    const json answer = send(get_with_token(token(), "/v3/auth/catalog"));
    ASSERT_EQ(answer["catalog"].size(), 3u);
    EXPECT_EQ(answer["catalog"][0]["endpoints"][0]["url"], "http://localhost:8990/v1.0");
    EXPECT_EQ(answer["catalog"][0]["endpoints"][0]["region"], "cn-north-4");
    EXPECT_EQ(answer["catalog"][1]["type"], "iam");
    EXPECT_EQ(answer["catalog"][1]["endpoints"][0]["url"], "http://localhost:8990/v3");
}

TEST_F(HuaweiIam, has_the_project_in_the_catalogue_of_a_tenant_that_wants_it) {
    use([](AllSettings& settings) {
        settings.development = true;
        settings.otc_catalogs = {"ours"};
    });
    const json answer = log_in(our_login({{"project", {{"id", kOtherProject}}}}))["token"];
    const std::string url = "http://localhost:8990/v1.0/" + std::string{kOtherProject};
    EXPECT_EQ(answer["catalog"][0]["endpoints"][0]["url"], url);
    EXPECT_EQ(answer["catalog"][0]["endpoints"][0]["region"], "cn-east-3");
    EXPECT_EQ(answer["catalog"][1]["endpoints"][0]["url"], "http://localhost:8990/v3");
    const json catalog = send(get_with_token(header("X-Subject-Token"), "/v3/auth/catalog"))["catalog"];
    EXPECT_EQ(catalog, answer["catalog"]);
    const json of_account = log_in(our_login())["token"]["catalog"];
    EXPECT_EQ(of_account[0]["endpoints"][0]["url"], "http://localhost:8990/v1.0/" + client_.project);
}

TEST_F(HuaweiIam, takes_the_region_from_the_name_of_a_part_of_it) {
    const json answer = log_in(neighbours_login({{"project", {{"name", "eu-de_team"}}}}))["token"];
    EXPECT_EQ(answer["catalog"][0]["endpoints"][0]["region"], "eu-de");
}

TEST_F(HuaweiIam, shows_kmsv1_with_the_project_whatever_the_flavour) {
    const json answer = log_in(our_login({{"project", {{"id", kOtherProject}}}}))["token"];
    EXPECT_EQ(answer["catalog"][2]["type"], "kmsv1");
    EXPECT_EQ(answer["catalog"][2]["endpoints"][0]["url"], "http://localhost:8990/v1.0/" + std::string{kOtherProject});
}

TEST_F(HuaweiIam, has_an_endpoint_for_each_region_of_the_projects_and_the_configured_one) {
    use([](AllSettings& settings) {
        settings.development = true;
        settings.region = "eu-de";
    });
    const json catalog = log_in(our_login({{"project", {{"id", kOtherProject}}}}))["token"]["catalog"];
    for (const json& service : catalog) {
        std::vector<std::string> regions;
        std::set<std::string> ids;
        for (const json& endpoint : service["endpoints"]) {
            EXPECT_EQ(endpoint["interface"], "public");
            EXPECT_EQ(endpoint["region_id"], endpoint["region"]);
            regions.push_back(endpoint["region"]);
            ids.insert(endpoint["id"].get<std::string>());
        }
        EXPECT_EQ(regions, (std::vector<std::string>{"cn-east-3", "cn-north-4", "eu-de"})) << service["type"];
        EXPECT_EQ(ids.size(), regions.size());
    }
}

TEST_F(HuaweiIam, lists_its_versions_at_the_root_of_its_hosts) {
    for (const char* host : {"iam.myhuaweicloud.com", "IAM.eu-de.otc.t-systems.com:443"}) {
        RequestText request{.method = "GET", .path = "/"};
        request.set("Host", host);
        const json versions = send(request)["versions"]["values"];
        EXPECT_EQ(last_.reply.status, 300u);
        ASSERT_EQ(versions.size(), 1u) << host;
        EXPECT_EQ(versions[0]["id"], "v3.6");
        EXPECT_EQ(versions[0]["status"], "stable");
        EXPECT_EQ(versions[0]["links"][0]["href"], std::string{"http://"} + host + "/v3/");
        EXPECT_EQ(last_.facts.action, "KeystoneListVersions");
    }
    for (const char* host : {"kms.cn-north-4.myhuaweicloud.com", "iamb:1", "iam", ""}) {
        RequestText request{.method = "GET", .path = "/"};
        request.set("Host", host);
        EXPECT_TRUE(send(request)["versions"].is_array()) << host;
        EXPECT_EQ(last_.reply.status, 200u);
    }
}

TEST_F(HuaweiIam, shows_its_version_to_everybody) {
    RequestText request{.method = "GET", .path = "/v3"};
    request.set("Host", "localhost:8990");
    const json version = send(request)["version"];
    EXPECT_EQ(version["id"], "v3.6");
    EXPECT_EQ(version["links"][0]["href"], "http://localhost:8990/v3/");
}

TEST_F(HuaweiIam, answers_what_it_does_not_have_in_its_own_form) {
    EXPECT_EQ(error_of(client_.request("POST", "/v3.0/OS-AUTH/id-token/tokens", {}, "{}")), "403 Forbidden");
    EXPECT_EQ(error_of(get_with_token(token(), "/v3/nothing")), "404 APIGW.0101");
    RequestText anonymous{.method = "GET", .path = "/v3/projects"};
    EXPECT_EQ(error_of(anonymous), "401 APIGW.0301");
}

}  // namespace

}  // namespace tandem::api::huawei
