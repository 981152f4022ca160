// SDK-HMAC-SHA256 with a scope, as golangsdk, gophertelekomcloud and huaweicloud-sdk-python sign.

#include "fixture.hpp"
#include "huawei/auth/signing_key.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tandem::api::huawei {

namespace {

// ---- recorded requests ----

const json& scoped_vectors() {
    static const json parsed = json::parse(std::ifstream{TANDEM_TEST_DATA "/huawei-kms-scoped-vectors.json"});
    return parsed;
}

class HuaweiScopedVectors : public HuaweiTest, public testing::WithParamInterface<std::size_t> {
  protected:
    // 2026-12-01T00:33:33Z
    HuaweiScopedVectors() { clock_.advance_real(TimePoint{std::chrono::seconds{1'796'085'213}} - clock_.real_now()); }

    void SetUp() override {
        const auto facts = facts_of("recorded", {{"cn-north-4", std::string(32, '0')}});
        commit(facts.id, store::CreateTenant{facts});
        add_credential(facts, credential(vector()["access_key"]), vector()["secret_key"].get<std::string>());
    }

    static const json& vector() { return scoped_vectors()["vectors"][GetParam()]; }
    static RequestText request() {
        RequestText text;
        text.method = vector()["method"];
        const std::string target = vector()["target"];
        text.path = target.substr(0, target.find('?'));
        if (text.path.size() < target.size()) text.query = target.substr(text.path.size() + 1);
        for (const json& header : vector()["headers"]) text.set(std::string{header[0]}, std::string{header[1]});
        text.body = vector()["body"];
        return text;
    }
};

TEST_P(HuaweiScopedVectors, are_taken_or_refused) {
    send(request());
    if (vector()["accepted"])
        EXPECT_THAT(last_.reply.status, testing::AnyOf(200u, 400u, 404u)) << last_.reply.body;
    else
        EXPECT_EQ(last_.reply.status, 401u) << last_.reply.body;
}

TEST_P(HuaweiScopedVectors, are_refused_when_a_byte_of_the_signature_changes) {
    RequestText text = request();
    std::string authorization = text.get("Authorization");
    authorization.back() = authorization.back() == '0' ? '1' : '0';
    text.set("Authorization", authorization);
    EXPECT_EQ(error_of(text), "401 APIGW.0301");
}

INSTANTIATE_TEST_SUITE_P(File, HuaweiScopedVectors, testing::Range<std::size_t>(0, 7));

TEST(HuaweiScopedVectorFile, has_as_many_as_are_tried) { EXPECT_EQ(scoped_vectors()["vectors"].size(), 7u); }

// ---- the form ----

class HuaweiScoped : public HuaweiTest {
  protected:
    RequestText signed_for(std::string_view scope) const {
        RequestText request = client_.post("list-keys", "{}");
        client_.sign_scoped(request, scope);
        return request;
    }
    RequestText plain() const { return signed_for("20250615//"); }
    std::string message() const { return json::parse(last_.reply.body)["error_msg"]; }
};

TEST_F(HuaweiScoped, takes_any_region_and_service_and_none) {
    for (const char* scope : {"20250615//", "20250615/eu-de/", "20250615//kms", "20250615/nowhere-1/anything"}) {
        EXPECT_EQ(error_of(signed_for(scope)), "") << scope;
        EXPECT_EQ(last_.facts.access_key_id, client_.access_key);
    }
}

TEST_F(HuaweiScoped, refuses_a_scope_of_another_day_or_form) {
    for (const char* scope :
         {"20250614//", "20250616//", "2025061//", "20250615", "20250615/a", "20250615/a/b/c", "//"})
        EXPECT_EQ(error_of(signed_for(scope)), "401 APIGW.0301") << scope;
}

TEST_F(HuaweiScoped, refuses_a_scope_without_its_end) {
    for (const char* end : {"", "/sdk_reques", "/sdk_request/", "/aws4_request"}) {
        RequestText request = plain();
        std::string text = request.get("Authorization");
        text.replace(text.find("/sdk_request"), std::string_view{"/sdk_request"}.size(), end);
        request.set("Authorization", text);
        EXPECT_EQ(error_of(request), "401 APIGW.0301") << end;
        EXPECT_THAT(message(), testing::Not(testing::HasSubstr("not exist")));
    }
}

TEST_F(HuaweiScoped, refuses_a_region_that_was_not_signed) {
    RequestText request = signed_for("20250615/eu-de/kms");
    std::string text = request.get("Authorization");
    text.replace(text.find("eu-de"), 5, "eu-nl");
    request.set("Authorization", text);
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiScoped, holds_the_clock_window_to_the_second) {
    clock_.advance_real(std::chrono::seconds{900});
    EXPECT_EQ(error_of(plain()), "");
    clock_.advance_real(std::chrono::milliseconds{1});
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    EXPECT_THAT(message(), testing::HasSubstr("signature expired, signature time:20250615T120000Z"));
}

TEST_F(HuaweiScoped, refuses_another_tenants_secret) {
    test::HuaweiClient thief = client_;
    thief.secret_key = neighbour_.secret_key;
    RequestText request = plain();
    thief.sign_scoped(request, "20250615//");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiScoped, uses_the_new_secret_at_once) {
    EXPECT_EQ(error_of(plain()), "");
    add_credential(ours_, credential(client_.access_key), "changed");
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    client_.secret_key = "changed";
    EXPECT_EQ(error_of(plain()), "");
}

TEST_F(HuaweiScoped, has_the_credentials_rules) {
    change_credential([](store::CredentialFacts& facts) { facts.enabled = false; });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    change_credential([&](store::CredentialFacts& facts) { facts.expires = clock_.now(); });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    change_credential([](store::CredentialFacts& facts) { facts.session_token = "session"; });
    EXPECT_EQ(error_of(plain()), "401 APIGW.0301");
    RequestText request = plain();
    request.set("X-Security-Token", "session");  // unsigned, as golangsdk sends it
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiScoped, looks_at_the_project_header_that_is_not_signed) {
    RequestText request = plain();
    request.set("X-Project-Id", client_.project);
    EXPECT_EQ(error_of(request), "");
    request.set("X-Project-Id", kOtherProject);
    EXPECT_EQ(error_of(request), "403 KMS.0321");
}

// ---- queries ----

TEST_F(HuaweiScoped, takes_the_query_of_a_post_without_a_body_as_its_payload) {
    RequestText request = client_.post("list-keys", "");
    request.query = "b=%2F&a=x+y&a=1&c";
    // golangsdk hashes what url.Values.Encode writes.
    client_.sign_scoped(request, "20250615//", "", "a=x+y&a=1&b=%2F&c=");
    EXPECT_EQ(error_of(request), "");
    client_.sign_scoped(request, "20250615//", "", "a=x+y&a=1&b=%2F&c=z");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
}

TEST_F(HuaweiScoped, takes_the_query_in_its_place_too) {
    RequestText request = client_.post("list-keys", "");
    request.query = "b=2&a=x+y";
    client_.sign_scoped(request, "20250615//", "a=x%20y&b=2", "");
    EXPECT_EQ(error_of(request), "");
}

TEST_F(HuaweiScoped, takes_the_query_in_its_place_alone_beside_a_body_and_for_other_methods) {
    RequestText request = client_.post("list-keys", "{}");
    request.query = "a=1";
    client_.sign_scoped(request, "20250615//", "", "a=1");
    EXPECT_EQ(error_of(request), "401 APIGW.0301");
    client_.sign_scoped(request, "20250615//", "a=1", "{}");
    EXPECT_EQ(error_of(request), "");
    RequestText get = client_.request("GET", "/v1.0/" + client_.project + "/kms/user-instances");
    get.query = "a=1";
    client_.sign_scoped(get, "20250615//", "", "a=1");
    EXPECT_EQ(error_of(get), "401 APIGW.0301");
    client_.sign_scoped(get, "20250615//", "a=1", "");
    EXPECT_EQ(error_of(get), "");
}

// ---- the cache ----

TEST_F(HuaweiScoped, takes_more_scopes_of_a_credential_than_are_kept) {
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < 2 * kKeptScopes; ++i)
            EXPECT_EQ(error_of(signed_for("20250615/region-" + std::to_string(i) + "/kms")), "");
    }
    EXPECT_EQ(error_of(signed_for("20250615/" + std::string(2 * kLongestKeptScope, 'r') + "/kms")), "");
}

class HuaweiSigningKeys : public testing::Test {
  protected:
    static Authorization of(const std::string& header) { return read_authorization(header); }
    static std::string header(const std::string& scope) {
        return "SDK-HMAC-SHA256 Credential=AK/" + scope + "/sdk_request, SignedHeaders=x-sdk-date, Signature=0";
    }
    void keep(const std::string& scope) {
        const std::string text = header(scope);
        keep_signing_key(credential_, of(text), derive_signing_key(of(text), credential_.secret.expose_secret()));
    }
    bool is_kept(const std::string& scope) {
        const std::string text = header(scope);
        return find_signing_key(credential_, of(text)) != nullptr;
    }

    store::Credential credential_ = [] {
        store::Credential credential;
        credential.serial = 7;
        credential.secret = SecretBytes::copy_of(as_bytes("secret"));
        return credential;
    }();
};

TEST_F(HuaweiSigningKeys, are_kept_by_scope) {
    EXPECT_FALSE(is_kept("20250615//"));
    keep("20250615//");
    EXPECT_TRUE(is_kept("20250615//"));
    for (const char* other : {"20250616//", "20250615/a/", "20250615//a"}) EXPECT_FALSE(is_kept(other)) << other;
    const std::string derived = "V11-HMAC-SHA256 Credential=AK/20250615//";
    EXPECT_EQ(find_signing_key(credential_, of(derived)), nullptr);
}

TEST_F(HuaweiSigningKeys, give_way_to_others_of_their_credential_when_they_are_the_oldest) {
    for (std::size_t i = 0; i < kKeptScopes; ++i) keep("20250615/" + std::to_string(i) + "/");
    EXPECT_TRUE(is_kept("20250615/0/"));  // now 1 is the oldest
    keep("20250615/new/");
    EXPECT_TRUE(is_kept("20250615/0/"));
    EXPECT_FALSE(is_kept("20250615/1/"));
    EXPECT_TRUE(is_kept("20250615/new/"));
}

TEST_F(HuaweiSigningKeys, go_with_the_secret) {
    keep("20250615//");
    credential_.secret = SecretBytes::copy_of(as_bytes("another"));
    EXPECT_FALSE(is_kept("20250615//"));
}

TEST_F(HuaweiSigningKeys, of_overlong_scopes_are_not_kept) {
    const std::string longest = "20250615/" + std::string(kLongestKeptScope - 10, 'r') + "/";
    ASSERT_EQ(longest.size(), kLongestKeptScope);
    keep(longest);
    EXPECT_TRUE(is_kept(longest));
    keep(longest + "s");
    EXPECT_FALSE(is_kept(longest + "s"));
}

}  // namespace

}  // namespace tandem::api::huawei
