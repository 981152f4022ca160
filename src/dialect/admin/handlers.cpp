#include "tandem/service/actions/tenants.hpp"

#include "answer.hpp"
#include "routes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tandem::dialect::admin {
namespace {

using nlohmann::json;

using Members = std::map<std::string, std::string, std::less<>>;

// The body as an object with none but these text members.
Result<Members> read_body(const Request& request, std::initializer_list<std::string_view> known) {
    Members members;
    const auto text = request.exchange.request.body;
    if (text.empty()) return members;
    const auto body = json::parse(text, nullptr, false);
    if (!body.is_object()) return fail(ErrorCode::request_malformed);
    for (const auto& [name, value] : body.items()) {
        if (std::ranges::find(known, std::string_view{name}) == known.end())
            return fail(ErrorCode::parameter_unknown, name);
        if (!value.is_string()) return fail(ErrorCode::parameter_type, name, "a string is needed");
        members.emplace(name, value.get<std::string>());
    }
    return members;
}

json describe(const store::Tenant& tenant) {
    return {{"name", tenant.facts.name},
            {"id", tenant.facts.id.text()},
            {"project_id", tenant.facts.projects.empty() ? "" : tenant.facts.projects.front().id},
            {"account_number", std::to_string(tenant.facts.account_number)}};
}

json describe(const store::Credential& credential) {
    return {{"id", credential.facts.id},
            {"tenant", credential.tenant ? credential.tenant->facts.name : ""},
            {"enabled", credential.facts.enabled}};
}

json with_secret(const service::NewCredential& credential) {
    return {{"id", credential.id}, {"secret", as_text(credential.secret.expose_secret())}};
}

// The reply's body is wiped after the write; this wipes the copy that the JSON value holds.
class WipeSecret {
  public:
    explicit WipeSecret(json& owner) : secret_(owner.at("secret").get_ref<std::string&>()) {}
    WipeSecret(const WipeSecret&) = delete;
    WipeSecret& operator=(const WipeSecret&) = delete;
    ~WipeSecret() { wipe(secret_.data(), secret_.size()); }

  private:
    std::string& secret_;
};

}  // namespace

Result<void> show_live(const Request& request) {
    answer_json(request.exchange, 200, {{"status", "ok"}});
    return {};
}

// A server with a full disk is ready: a balancer that took it away would end Encrypt and Decrypt as well.
Result<void> show_ready(const Request& request) {
    const bool ready = request.options.is_ready();
    json answer{{"status", ready ? "ready" : "not ready"}};
    if (ready && !request.services.store.is_writable()) answer["storage"] = "full";
    answer_json(request.exchange, ready ? 200 : 503, answer);
    return {};
}

Result<void> show_metrics(const Request& request) {
    request.exchange.reply.status = 200;
    request.exchange.reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    request.exchange.reply.body = request.options.metrics();
    return {};
}

Result<void> list_tenants(const Request& request) {
    const auto guard = request.services.store.read();
    json tenants = json::array();
    for (const auto* tenant : request.services.store.tenants()) tenants.push_back(describe(*tenant));
    answer_json(request.exchange, 200, {{"tenants", std::move(tenants)}});
    return {};
}

Result<void> create_tenant(const Request& request) {
    TANDEM_TRY(const auto body, read_body(request, {"name"}));
    const auto name = body.find("name");
    if (name != body.end()) TANDEM_CHECK(service::check_tenant_name(name->second));
    const auto facts = service::random_tenant(name == body.end() ? "" : name->second, request.options.project_name);
    const auto credential = service::random_credential();
    TANDEM_CHECK(service::create_tenant(request.services, facts, credential));

    json answer{{"name", facts.name},
                {"id", facts.id.text()},
                {"credential", with_secret(credential)},
                {"project_id", facts.projects.front().id},
                {"account_number", std::to_string(facts.account_number)}};
    const WipeSecret wipe_secret{answer.at("credential")};
    answer_json(request.exchange, 200, answer);
    return {};
}

Result<void> list_credentials(const Request& request) {
    const auto guard = request.services.store.read();
    json credentials = json::array();
    for (const auto* credential : request.services.store.credentials()) credentials.push_back(describe(*credential));
    answer_json(request.exchange, 200, {{"credentials", std::move(credentials)}});
    return {};
}

Result<void> show_credential(const Request& request) {
    const auto guard = request.services.store.read();
    const auto* credential = request.services.store.find_credential(request.tail);
    if (!credential) return fail(ErrorCode::credential_unknown, request.tail);
    answer_json(request.exchange, 200, describe(*credential));
    return {};
}

Result<void> create_credential(const Request& request) {
    TANDEM_TRY(const auto body, read_body(request, {"tenant"}));
    const auto tenant = body.find("tenant");
    if (tenant == body.end()) return fail(ErrorCode::parameter_missing, "tenant");
    const auto credential = service::random_credential();
    TANDEM_CHECK(service::create_credential(request.services, tenant->second, credential));

    json answer = with_secret(credential);
    const WipeSecret wipe_secret{answer};
    answer_json(request.exchange, 200, answer);
    return {};
}

Result<void> delete_credential(const Request& request) {
    TANDEM_CHECK(service::remove_credential(request.services, request.tail));
    answer_json(request.exchange, 200, {{"removed", request.tail}});
    return {};
}

}  // namespace tandem::dialect::admin
