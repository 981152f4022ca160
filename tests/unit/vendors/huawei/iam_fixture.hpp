#pragma once
// Logging in, and what tokens are for.

#include "fixture.hpp"

#include <string>

namespace tandem::api::huawei {

class HuaweiIam : public HuaweiTest {
  protected:
    void SetUp() override {
        HuaweiTest::SetUp();
        use([](AllSettings& settings) { settings.development = true; });
    }

    static json password_login(const std::string& user, const std::string& domain, const std::string& password,
                               const json& scope = nullptr) {
        json auth{
            {"identity",
             {{"methods", {"password"}},
              {"password", {{"user", {{"name", user}, {"password", password}, {"domain", {{"name", domain}}}}}}}}}};
        if (!scope.is_null()) auth["scope"] = scope;
        return {{"auth", auth}};
    }
    json our_login(const json& scope = nullptr) {
        return password_login(client_.access_key, client_.access_key, client_.secret_key, scope);
    }
    json neighbours_login(const json& scope = nullptr) {
        return password_login(neighbour_.access_key, neighbour_.access_key, neighbour_.secret_key, scope);
    }
    static RequestText login_request(const std::string& body) {
        RequestText request{.method = "POST", .path = "/v3/auth/tokens"};
        request.body = body;
        request.set("Host", "localhost:8990").set("Content-Type", "application/json");
        return request;
    }
    json log_in(const json& body) { return send(login_request(body.dump())); }
    std::string login_error(const json& body) { return error_of(login_request(body.dump())); }
    // A token for our default project.
    std::string token(const json& scope = {{"project", {{"name", "cn-north-4"}}}}) {
        log_in(our_login(scope));
        return header("X-Subject-Token");
    }
    static json token_login(const std::string& text, const json& scope = nullptr) {
        json auth{{"identity", {{"methods", {"token"}}, {"token", {{"id", text}}}}}};
        if (!scope.is_null()) auth["scope"] = scope;
        return {{"auth", auth}};
    }
    RequestText with_token(const std::string& text, std::string_view operation, const json& fields = json::object()) {
        RequestText request{.method = "POST", .path = "/v1.0/" + client_.project + "/kms/" + std::string{operation}};
        request.body = fields.dump();
        request.set("X-Auth-Token", text);
        return request;
    }
    RequestText get_with_token(const std::string& text, const std::string& path) {
        RequestText request{.method = "GET", .path = path};
        request.set("Host", "localhost:8990").set("X-Auth-Token", text);
        return request;
    }
};

}  // namespace tandem::api::huawei
