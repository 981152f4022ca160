#include "tandem/admin/admin.hpp"

#include "tandem/api/dispatch.hpp"
#include "tandem/crypto/random.hpp"

#include "support/fake_clock.hpp"
#include "support/wire_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tandem::api {
namespace {

using nlohmann::json;
using test::RequestText;

class AdminApi : public testing::Test {
  protected:
    AdminApi() {
        std::vector<std::shared_ptr<const Dialect>> dialects;
        dialects.push_back(make_admin(
            {[this] { return ready_; }, [] { return std::string{"tandem_build_info 1\n"}; }, "1.2.3", "cn-north-4"}));
        dispatcher_ = std::make_unique<Dispatcher>(services_, std::move(dialects));
    }

    Exchange& send(const std::string& method, const std::string& path, const std::string& body = {},
                   std::vector<std::pair<std::string, std::string>> headers = {}) {
        text_ = {method, path, {}, std::move(headers), body};
        view_ = std::make_unique<test::RequestView>(text_, clock_.real_now());
        exchange_ = {};
        exchange_.request = view_->request();
        if (dispatcher_->handle(exchange_) == Disposition::moves) {
            ran_on_worker_ = true;
            EXPECT_EQ(exchange_.place, Place::worker);
            EXPECT_EQ(dispatcher_->handle(exchange_), Disposition::answered);
        }
        return exchange_;
    }
    json body() const { return json::parse(exchange_.reply.body); }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(32), clock_);
    service::Services services_{*store_, clock_, {}};
    std::unique_ptr<Dispatcher> dispatcher_;
    RequestText text_;
    std::unique_ptr<test::RequestView> view_;
    Exchange exchange_;
    bool ready_ = true;
    bool ran_on_worker_ = false;
};

TEST_F(AdminApi, health_and_live_are_well_under_all_names) {
    for (const auto* path : {"/_tandem/health", "/_tandem/live", "/healthz", "/livez"}) {
        EXPECT_EQ(send("GET", path).reply.status, 200u) << path;
        EXPECT_EQ(body(), json({{"status", "ok"}}));
        EXPECT_EQ(exchange_.reply.content_type, "application/json");
    }
}

TEST_F(AdminApi, readiness_is_what_the_application_says) {
    for (const auto* path : {"/_tandem/ready", "/readyz"}) {
        ready_ = true;
        EXPECT_EQ(send("GET", path).reply.status, 200u);
        ready_ = false;
        EXPECT_EQ(send("GET", path).reply.status, 503u);
        EXPECT_EQ(body(), json({{"status", "not ready"}}));
    }
}

TEST_F(AdminApi, metrics_are_plain_text) {
    for (const auto* path : {"/metrics", "/_tandem/metrics"}) {
        EXPECT_EQ(send("GET", path).reply.status, 200u);
        EXPECT_TRUE(exchange_.reply.content_type.starts_with("text/plain; version=0.0.4"));
        EXPECT_EQ(exchange_.reply.body, "tandem_build_info 1\n");
    }
}

TEST_F(AdminApi, makes_a_named_tenant_with_a_credential) {
    ASSERT_EQ(send("POST", "/_tandem/tenants", R"({"name":"acme"})").reply.status, 200u);
    EXPECT_TRUE(ran_on_worker_);
    const auto made = body();
    EXPECT_EQ(made["name"], "acme");
    EXPECT_TRUE(TenantId::parse(made["id"].get<std::string>()));
    EXPECT_EQ(made["project_id"].get<std::string>().size(), 32u);
    EXPECT_EQ(made["account_number"].get<std::string>().size(), 12u);
    const auto guard = store_->read();
    const auto* credential = store_->find_credential(made["credential"]["id"].get<std::string>());
    ASSERT_TRUE(credential);
    EXPECT_EQ(as_text(credential->secret.expose_secret()), made["credential"]["secret"].get<std::string>());
}

TEST_F(AdminApi, a_missing_body_is_an_empty_object_whatever_its_type) {
    EXPECT_EQ(send("POST", "/_tandem/tenants").reply.status, 200u);
    EXPECT_TRUE(body()["name"].get<std::string>().starts_with("tenant-"));
    EXPECT_EQ(send("POST", "/_tandem/tenants", "{}", {{"Content-Type", "text/plain"}}).reply.status, 200u);
}

TEST_F(AdminApi, refuses_a_tenant_twice) {
    send("POST", "/_tandem/tenants", R"({"name":"acme"})");
    EXPECT_EQ(send("POST", "/_tandem/tenants", R"({"name":"acme"})").reply.status, 409u);
    EXPECT_EQ(body()["error"]["code"], "conflict");
}

TEST_F(AdminApi, refuses_bodies_that_it_does_not_know) {
    for (const auto* wrong :
         {"[]", "{", "null", R"({"nmae":"a"})", R"({"name":1})", R"({"name":""})", R"({"name":"a b"})"})
        EXPECT_EQ(send("POST", "/_tandem/tenants", wrong).reply.status, 400u) << wrong;
}

TEST_F(AdminApi, lists_tenants_without_secrets) {
    send("POST", "/_tandem/tenants", R"({"name":"acme"})");
    const auto secret = body()["credential"]["secret"].get<std::string>();
    EXPECT_EQ(send("GET", "/_tandem/tenants").reply.status, 200u);
    ASSERT_EQ(body()["tenants"].size(), 1u);
    EXPECT_EQ(body()["tenants"][0]["name"], "acme");
    EXPECT_EQ(exchange_.reply.body.find(secret), std::string::npos);
    send("GET", "/_tandem/credentials");
    EXPECT_EQ(body()["credentials"].size(), 1u);
    EXPECT_EQ(exchange_.reply.body.find(secret), std::string::npos);
}

TEST_F(AdminApi, makes_shows_and_removes_a_credential) {
    send("POST", "/_tandem/tenants", R"({"name":"acme"})");
    ASSERT_EQ(send("POST", "/_tandem/credentials", R"({"tenant":"acme"})").reply.status, 200u);
    const auto id = body()["id"].get<std::string>();
    EXPECT_EQ(body()["secret"].get<std::string>().size(), 40u);

    EXPECT_EQ(send("GET", "/_tandem/credentials/" + id).reply.status, 200u);
    EXPECT_EQ(body(), json({{"id", id}, {"tenant", "acme"}, {"enabled", true}, {"origin", "run time"}}));
    EXPECT_EQ(send("DELETE", "/_tandem/credentials/" + id).reply.status, 200u);
    EXPECT_EQ(send("GET", "/_tandem/credentials/" + id).reply.status, 404u);
    EXPECT_EQ(send("DELETE", "/_tandem/credentials/" + id).reply.status, 404u);
}

TEST_F(AdminApi, a_credential_needs_a_tenant_that_exists) {
    EXPECT_EQ(send("POST", "/_tandem/credentials").reply.status, 400u);
    EXPECT_EQ(send("POST", "/_tandem/credentials", R"({"tenant":"nobody"})").reply.status, 400u);
    EXPECT_NE(body()["error"]["message"].get<std::string>().find("no such tenant"), std::string::npos);
}

TEST_F(AdminApi, refuses_what_a_web_page_may_have_caused) {
    EXPECT_EQ(send("GET", "/_tandem/tenants", "", {{"Origin", "http://127.0.0.1:8990"}}).reply.status, 403u);
    EXPECT_EQ(body()["error"]["code"], "foreign_page");
    EXPECT_EQ(send("POST", "/_tandem/tenants", "", {{"origin", "null"}}).reply.status, 403u);
    EXPECT_EQ(send("GET", "/_tandem/health", "", {{"Sec-Fetch-Site", "cross-site"}}).reply.status, 403u);
    EXPECT_EQ(send("GET", "/_tandem/health", "", {{"Sec-Fetch-Site", "same-site"}}).reply.status, 403u);
    EXPECT_FALSE(ran_on_worker_);
}

TEST_F(AdminApi, answers_a_browser_that_was_told_to_come_here) {
    EXPECT_EQ(send("GET", "/_tandem/health", "", {{"Sec-Fetch-Site", "none"}}).reply.status, 200u);
    EXPECT_EQ(send("GET", "/_tandem/health", "", {{"Sec-Fetch-Site", "same-origin"}}).reply.status, 200u);
}

TEST_F(AdminApi, tells_an_unknown_path_from_a_wrong_method) {
    EXPECT_EQ(send("GET", "/_tandem/nothing").reply.status, 404u);
    EXPECT_EQ(send("GET", "/_tandem/credentials/a/b").reply.status, 404u);
    EXPECT_EQ(send("GET", "/_tandem/credentials/").reply.status, 404u);
    EXPECT_EQ(send("PUT", "/_tandem/tenants").reply.status, 405u);
    EXPECT_EQ(send("POST", "/healthz").reply.status, 405u);
}

TEST_F(AdminApi, tells_the_methods_of_a_path) {
    const auto allowed = [](const Exchange& exchange) {
        for (const auto& header : exchange.reply.headers)
            if (header.name == "Allow") return header.value;
        return std::string{};
    };
    EXPECT_EQ(allowed(send("PUT", "/_tandem/tenants")), "GET, HEAD, POST");
    EXPECT_EQ(allowed(send("POST", "/healthz")), "GET, HEAD");
    EXPECT_EQ(allowed(send("GET", "/_tandem/nothing")), "");
}

TEST_F(AdminApi, answers_head_as_get) {
    EXPECT_EQ(send("HEAD", "/healthz").reply.status, 200u);
    EXPECT_EQ(send("HEAD", "/_tandem/tenants").reply.status, 200u);
    EXPECT_EQ(send("HEAD", "/_tandem/nothing").reply.status, 404u);
}

TEST_F(AdminApi, a_path_that_is_not_utf8_is_only_not_found) {
    EXPECT_EQ(send("GET", "/_tandem/\xff\xfe").reply.status, 404u);
    EXPECT_NO_THROW(static_cast<void>(body()));
}

TEST_F(AdminApi, every_answer_has_its_request_id) {
    send("GET", "/_tandem/health");
    ASSERT_EQ(exchange_.reply.headers.size(), 1u);
    EXPECT_EQ(exchange_.reply.headers[0].name, "X-Request-Id");
    EXPECT_EQ(exchange_.reply.headers[0].value, exchange_.facts.request_id());
    EXPECT_EQ(exchange_.facts.request_id().size(), kUuidLength);
}

TEST_F(AdminApi, the_health_dialect_has_nothing_else) {
    std::vector<std::shared_ptr<const Dialect>> dialects;
    dialects.push_back(make_health({[] { return true; }}));
    dispatcher_ = std::make_unique<Dispatcher>(services_, std::move(dialects));
    EXPECT_EQ(send("GET", "/healthz").reply.status, 200u);
    EXPECT_EQ(send("GET", "/_tandem/ready").reply.status, 200u);
    for (const auto* path : {"/metrics", "/_tandem/metrics", "/_tandem/tenants", "/_tandem/credentials"})
        EXPECT_EQ(send("GET", path).reply.status, 404u) << path;
    EXPECT_EQ(send("POST", "/_tandem/tenants").reply.status, 404u);
}

}  // namespace
}  // namespace tandem::api
