#include "tandem/api/dispatch.hpp"

#include "tandem/api/continuation.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/store/backend.hpp"

#include "support/fake_clock.hpp"
#include "support/wire_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tandem::api {
namespace {

using nlohmann::json;
using Kind = Claim::Kind;

// A dialect that answers with its own name.
// Has no rule for anybody, and counts who asks.
class CountingSource final : public InterferenceSource {
  public:
    std::shared_ptr<Interference> begin() override {
        ++begun;
        return nullptr;
    }
    int begun = 0;
};

class Waiting final : public Continuation {
  public:
    using Continuation::Continuation;
    [[nodiscard]] std::size_t bytes() const noexcept override { return 0; }
};

class NamedDialect final : public Dialect {
  public:
    NamedDialect(std::string name, std::vector<Claim> claims) : name_(std::move(name)), claims_(std::move(claims)) {}
    [[nodiscard]] std::string_view name() const noexcept override { return name_; }
    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return claims_; }
    [[nodiscard]] std::vector<ActionStatus> actions() const override { return {{name_, "Do", true, ""}}; }
    Disposition handle(service::Services&, Exchange& exchange) const override {
        exchange.reply.body = name_;
        return Disposition::answered;
    }
    void refuse(Exchange& exchange, const Error& error) const override {
        exchange.reply.body = name_ + " refuses: " + std::string{tandem::name_of(error.code)};
    }

  private:
    std::string name_;
    std::vector<Claim> claims_;
};

using Named = std::pair<std::string, std::vector<Claim>>;
std::vector<std::shared_ptr<const Dialect>> make(const std::vector<Named>& named) {
    std::vector<std::shared_ptr<const Dialect>> dialects;
    for (const auto& [name, claims] : named) dialects.push_back(std::make_unique<NamedDialect>(name, claims));
    return dialects;
}

// Claims of the kinds that the real dialects make.
std::vector<Named> usual() {
    return {{"headers", {{Kind::header, "X-Action", {}}, {Kind::header_prefix, "Authorization", "NEW "}}},
            {"versioned", {{Kind::parameter_present, "Version", {}}}},
            {"form", {{Kind::path_exact, {}, "/index"}, {Kind::parameter_present, "Action", {}, "Version"}}},
            {"paths", {{Kind::path_exact, {}, "/"}, {Kind::path_prefix, {}, "/v1/"}}},
            {"deeper", {{Kind::path_prefix, {}, "/v1/deep/"}}}};
}

class DispatcherTest : public testing::Test {
  protected:
    std::string answer(const test::RequestText& text) {
        const test::RequestView view{text, clock_.real_now()};
        exchange_ = {};
        exchange_.request = view.request();
        EXPECT_EQ(dispatcher_.handle(exchange_), Disposition::answered);
        exchange_.request = {};
        return exchange_.reply.body;
    }
    std::string get(const std::string& path, const std::string& query = {}) {
        return answer({.method = "GET", .path = path, .query = query});
    }

    test::FakeClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_);
    service::Services services_{*store_, clock_, {}};
    Dispatcher dispatcher_{services_, make(usual())};
    Exchange exchange_;
};

TEST_F(DispatcherTest, asks_headers_first) {
    EXPECT_EQ(answer({.method = "POST", .path = "/v1/x", .query = "Action=1", .headers = {{"x-action", "y"}}}),
              "headers");
    EXPECT_EQ(answer({.method = "POST", .path = "/index", .headers = {{"Authorization", "NEW abc"}}}), "headers");
    EXPECT_EQ(answer({.method = "POST", .path = "/index", .headers = {{"Authorization", "OLD abc"}}}), "form");
}

TEST_F(DispatcherTest, a_request_that_comes_from_waiting_asks_for_no_new_fault_rules) {
    CountingSource source;
    const Dispatcher dispatcher{services_, make(usual()), {.interferences = &source}};
    const test::RequestText text{.method = "GET", .path = "/index"};
    const test::RequestView view{text, clock_.real_now()};
    exchange_.request = view.request();
    EXPECT_EQ(dispatcher.handle(exchange_), Disposition::answered);
    EXPECT_EQ(source.begun, 1);
    const NamedDialect waited_for{"waited for", {}};
    exchange_.reply.clear();
    exchange_.continuation = std::make_shared<Waiting>(waited_for);
    EXPECT_EQ(dispatcher.handle(exchange_), Disposition::answered);
    EXPECT_EQ(exchange_.reply.body, "waited for");
    EXPECT_EQ(source.begun, 1);
}

TEST_F(DispatcherTest, asks_paths_before_parameters) {
    EXPECT_EQ(get("/v1/x", "Action=1"), "paths");
    EXPECT_EQ(get("/index", "Action=1&Version=2"), "form");
    EXPECT_EQ(get("/index"), "form");
}

TEST_F(DispatcherTest, prefers_the_longest_prefix) {
    EXPECT_EQ(get("/v1/deep/x"), "deeper");
    EXPECT_EQ(get("/v1/dee"), "paths");
}

TEST_F(DispatcherTest, asks_parameters_before_the_root_path) {
    EXPECT_EQ(get("/", "Action=1"), "form");
    EXPECT_EQ(get("/", "Action=1&Version=2"), "versioned");
    EXPECT_EQ(get("/other", "Action=1"), "form");
    EXPECT_EQ(answer({.method = "POST", .path = "/", .body = "x=1&Action=y"}), "form");
    EXPECT_EQ(get("/"), "paths");
}

TEST_F(DispatcherTest, shows_a_browser_a_page_at_the_root) {
    const test::RequestText browser{
        .method = "GET", .path = "/", .headers = {{"Accept", "text/html,application/xhtml+xml"}}};
    EXPECT_THAT(answer(browser), testing::HasSubstr("<h1>Tandem KMS"));
    EXPECT_EQ(exchange_.reply.status, 200u);
    EXPECT_EQ(exchange_.reply.content_type, "text/html");
    EXPECT_FALSE(exchange_.facts.failed);
}

TEST_F(DispatcherTest, answers_a_browser_that_carries_an_action_as_the_api_does) {
    EXPECT_EQ(answer({.method = "GET", .path = "/", .query = "Action=1", .headers = {{"Accept", "text/html"}}}),
              "form");
}

TEST_F(DispatcherTest, tells_which_shapes_are_served_when_nobody_claims_the_request) {
    const json body = json::parse(get("/nothing"));
    EXPECT_EQ(exchange_.reply.status, 404u);
    EXPECT_EQ(body.at("served").size(), 5u);
    EXPECT_EQ(body.at("served").at(2),
              (json{{"api", "form"}, {"requests", {"path /index", "parameter Action without Version"}}}));
    EXPECT_EQ(body.at("requestId").get<std::string>().size(), 36u);
    EXPECT_TRUE(exchange_.facts.failed);
    EXPECT_EQ(exchange_.facts.dialect, "");
}

TEST_F(DispatcherTest, lets_the_dialect_refuse_that_would_have_got_the_request) {
    const test::RequestText text{.method = "POST", .path = "/v1/x"};
    const test::RequestView view{text, clock_.real_now()};
    exchange_.request = view.request();
    dispatcher_.refuse(exchange_, fail(ErrorCode::request_too_large));
    EXPECT_EQ(exchange_.reply.body, "paths refuses: request_too_large");
    EXPECT_EQ(exchange_.facts.dialect, "paths");
}

TEST_F(DispatcherTest, refuses_by_itself_what_nobody_claims) {
    const test::RequestText text{.method = "POST", .path = "/nothing"};
    const test::RequestView view{text, clock_.real_now()};
    exchange_.request = view.request();
    dispatcher_.refuse(exchange_, fail(ErrorCode::request_too_large));
    EXPECT_EQ(exchange_.reply.status, 413u);
    EXPECT_EQ(json::parse(exchange_.reply.body).at("error"), "request_too_large");
}

TEST_F(DispatcherTest, refuses_a_foreign_page_in_the_form_of_whoever_claims_the_request) {
    const auto from_a_page = [](test::RequestText text) { return text.set("Origin", "http://elsewhere.example"); };
    EXPECT_EQ(answer(from_a_page({.method = "POST", .path = "/v1/x"})), "paths refuses: foreign_page");
    EXPECT_EQ(answer(from_a_page({.method = "GET", .path = "/index"})), "form refuses: foreign_page");
    answer(from_a_page({.method = "GET", .path = "/nothing"}));
    EXPECT_EQ(exchange_.reply.status, 403u);
    answer(from_a_page({.method = "GET", .path = "/", .headers = {{"Accept", "text/html"}}}));
    EXPECT_EQ(json::parse(exchange_.reply.body).at("error"), "foreign_page");
}

TEST_F(DispatcherTest, lists_the_actions_of_all_dialects) { EXPECT_EQ(dispatcher_.actions().size(), 5u); }

TEST_F(DispatcherTest, refuses_two_dialects_with_the_same_claim) {
    const auto both = [&](const Claim& a, const Claim& b) {
        return Dispatcher{services_, make({{"one", {a}}, {"two", {b}}})};
    };
    EXPECT_THROW(both({Kind::path_exact, {}, "/"}, {Kind::path_exact, {}, "/"}), UserError);
    EXPECT_THROW(both({Kind::header, "X-A", {}}, {Kind::header, "x-a", {}}), UserError);
    EXPECT_THROW(both({Kind::parameter_present, "A", {}, "B"}, {Kind::parameter_present, "A", {}, "B"}), UserError);
    EXPECT_NO_THROW(both({Kind::parameter_present, "A", {}, "B"}, {Kind::parameter_present, "B", {}}));
    EXPECT_NO_THROW(both({Kind::path_prefix, {}, "/a"}, {Kind::path_exact, {}, "/a"}));
}

}  // namespace
}  // namespace tandem::api
