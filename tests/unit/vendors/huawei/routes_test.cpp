#include "huawei/wire/routes.hpp"

#include "tandem/vendors/vendors.hpp"

#include "fixture.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace tandem::api::huawei {

namespace {

std::string_view name_at(std::string_view method, std::string_view path, const std::string& host = "kms.example") {
    const RouteTable table{operations()};
    const RequestText text{.method = std::string{method}, .path = std::string{path}, .headers = {{"Host", host}}};
    const test::RequestView view{text, TimePoint{}};
    const Operation* operation = table.find_operation(view.request());
    return operation != nullptr ? operation->name : "";
}

TEST(HuaweiRoutes, literals_win_over_placeholders) {
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/resource_instances/action"), "ListKmsByTags");
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/some-key/tags"), "CreateKmsTag");
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/some-key/tags/action"), "BatchCreateKmsTags");
    EXPECT_EQ(name_at("GET", "/v1.0/p/kms/tags"), "ListKmsTags");
    EXPECT_EQ(name_at("GET", "/v3"), "KeystoneShowVersion");
    EXPECT_EQ(name_at("GET", "/v1.0"), "ShowVersion");
}

TEST(HuaweiRoutes, tolerate_slashes_too_many) {
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/list-keys/"), "ListKeys");
    EXPECT_EQ(name_at("GET", "/v1.0/"), "ShowVersion");
    EXPECT_EQ(name_at("POST", "//v1.0/p//kms/list-keys//"), "ListKeys");
    EXPECT_EQ(name_at("GET", "//"), name_at("GET", "/"));
    EXPECT_EQ(name_at("POST", "/v1.0//kms/list-keys"), "");  // without the project
}

TEST(HuaweiRoutes, lead_head_where_get_goes) {
    EXPECT_EQ(name_at("HEAD", "/v1.0"), "ShowVersion");
    EXPECT_EQ(name_at("HEAD", "/v1.0/p/kms/tags"), "ListKmsTags");
    EXPECT_EQ(name_at("HEAD", "/v1.0/p/kms/list-keys"), "");
}

TEST(HuaweiRoutes, do_not_know_other_methods_and_paths) {
    EXPECT_EQ(name_at("GET", "/v1.0/p/kms/list-keys"), "");
    EXPECT_EQ(name_at("post", "/v1.0/p/kms/list-keys"), "");
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/list-key"), "");
    EXPECT_EQ(name_at("POST", "/v1.0/p/kms/list-keys/more"), "");
    EXPECT_EQ(name_at("POST", "no-slash"), "");
    EXPECT_EQ(name_at("GET", "/1/2/3/4/5/6/7/8/9/10"), "");
}

TEST(HuaweiRoutes, every_operation_has_its_own_name_method_and_path) {
    std::set<std::string_view> names;
    std::set<std::array<std::string_view, 3>> paths;
    for (const Operation* operation : operations()) {
        const auto& [method, path, status, family, needs_caller, host] = operation->details;
        EXPECT_TRUE(names.insert(operation->name).second) << operation->name;
        EXPECT_TRUE(paths.insert({method, path, host}).second) << path;
        EXPECT_EQ(name_at(method, path, std::string{host} + "example"), operation->name);
        EXPECT_TRUE(operation->is_emulated() || !operation->remark.empty()) << operation->name;
    }
    EXPECT_EQ(std::count_if(operations().begin(), operations().end(),
                            [](const Operation* operation) { return operation->details.family == Family::kms; }),
              75);
}

class HuaweiDialect : public HuaweiTest {};

TEST_F(HuaweiDialect, finds_the_parameters_of_a_path) {
    const RouteTable table{operations()};
    const RequestText text{.method = "DELETE", .path = "/v1.0/p1/kms/k1/tags/a%2Fb"};
    const test::RequestView view{text, TimePoint{}};
    last_.request = view.request();
    const AllSettings settings;
    const KeyRules rules{};
    Request request{services_, last_, settings, rules};
    ASSERT_TRUE(table.find(request));
    EXPECT_EQ(request.operation, operations()[request.operation_index]);
    EXPECT_EQ(request.operation->name, "DeleteTag");
    EXPECT_EQ(request.raw_path_parameter("project_id"), "p1");
    EXPECT_EQ(request.raw_path_parameter("key_id"), "k1");
    EXPECT_EQ(request.raw_path_parameter("key"), "a%2Fb");
    EXPECT_EQ(request.path_parameter("key"), "a/b");
    EXPECT_EQ(request.path_parameter("policy_id"), "");
}

TEST_F(HuaweiDialect, answers_unknown_paths_like_the_gateway) {
    EXPECT_EQ(error("no-such-operation"), "404 APIGW.0101");
    EXPECT_EQ(error_of(client_.request("GET", "/v1.0/" + client_.project + "/kms/list-keys")), "404 APIGW.0101");
    EXPECT_EQ(error_of(client_.request("GET", "/v1.1")), "404 APIGW.0101");
}

TEST_F(HuaweiDialect, refuses_what_is_not_emulated_with_the_vendors_own_error_after_authentication) {
    EXPECT_EQ(error("create-pin"), "400 KMS.0308");
    const json capsule = {{"key_id", kUnknownKey}, {"datakey_capsule", "x"}, {"attestation_document", json::object()}};
    EXPECT_EQ(error("datakey-capsule/decrypt", capsule), "400 KMS.3804");
    EXPECT_EQ(error("datakey-capsule/decrypt"), "400 KMS.0204");
    EXPECT_EQ(error("datakey-capsule/create", {{"key_id", kUnknownKey}, {"datakey_length", "256"}}), "400 KMS.0308");
    EXPECT_EQ(error("datakey-capsule/create", {{"key_id", kUnknownKey}}), "400 KMS.0204");
    RequestText unsigned_request = client_.post("create-pin", "{}");
    unsigned_request.remove("Authorization");
    EXPECT_EQ(error_of(unsigned_request), "401 APIGW.0301");
}

TEST_F(HuaweiDialect, lists_its_operations) {
    const auto rows = dialect_->actions();
    EXPECT_EQ(rows.size(), operations().size());
    EXPECT_EQ(rows.front().action, "CreateKey");
    EXPECT_TRUE(rows.front().emulated);
}

TEST_F(HuaweiDialect, shows_its_version_without_a_signature) {
    RequestText request{.method = "GET", .path = "/"};
    request.set("Host", "kms.localhost:8990");
    const json body = send(request);
    EXPECT_EQ(last_.reply.status, 200u);
    EXPECT_EQ(body["versions"][0]["id"], "v1.0");
    EXPECT_EQ(body["versions"][0]["links"][0]["href"], "http://kms.localhost:8990/v1.0/");
    request.path = "/v1.0/";
    EXPECT_EQ(send(request)["version"]["status"], "CURRENT");
}

TEST_F(HuaweiDialect, limits_each_operation_of_a_tenant_to_a_thousand_a_second) {
    const RequestText request = client_.post("list-keys", "{}");
    for (int i = 0; i < 1000; ++i) {
        Exchange exchange;
        run(request, exchange);
        ASSERT_EQ(exchange.reply.status, 200u) << i;
    }
    Exchange exchange;
    run(request, exchange);
    EXPECT_EQ(exchange.reply.status, 429u);
    EXPECT_EQ(json::parse(exchange.reply.body)["error_code"], "APIGW.0308");
}

TEST_F(HuaweiDialect, asks_for_a_worker_before_it_changes_or_writes_anything) {
    Exchange exchange;
    const RequestText request = client_.post("create-key", R"({"key_alias":"mine"})");
    EXPECT_EQ(run(request, exchange, Place::io_thread), Disposition::moves);
    EXPECT_EQ(exchange.reply.body, "");
    EXPECT_EQ(exchange.reply.headers.size(), 0u);
    EXPECT_EQ(run(request, exchange), Disposition::answered);
    EXPECT_EQ(exchange.reply.status, 200u);
}

TEST_F(HuaweiDialect, refuses_a_wrong_signature_without_a_worker) {
    Exchange exchange;
    RequestText request = client_.post("create-key", R"({"key_alias":"mine"})");
    request.body += " ";
    EXPECT_EQ(run(request, exchange, Place::io_thread), Disposition::answered);
    EXPECT_EQ(exchange.reply.status, 401u);
}

}  // namespace

}  // namespace tandem::api::huawei
