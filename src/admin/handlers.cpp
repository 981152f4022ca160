#include "tandem/service/actions/tenants.hpp"

#include "answer.hpp"
#include "bodies.hpp"
#include "routes.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace tandem::api::admin {
namespace {

using nlohmann::json;

json describe_tenant(const store::Tenant& tenant) {
    return {{"name", tenant.facts.name},
            {"id", tenant.facts.id.text()},
            {"project_id", tenant.facts.projects.empty() ? "" : tenant.facts.projects.front().id},
            {"account_number", std::to_string(tenant.facts.account_number)}};
}

json describe_ids(const store::TenantFacts& facts) {
    json projects = json::array();
    for (const auto& project : facts.projects) projects.push_back({{"name", project.name}, {"id", project.id}});
    return {{"name", facts.name},
            {"id", facts.id.text()},
            {"tencent",
             {{"uin", std::to_string(facts.account_number)}, {"app_id", std::to_string(facts.application_number)}}},
            {"huawei",
             {{"domain_id", facts.domain_id}, {"domain_name", facts.domain_name}, {"projects", std::move(projects)}}}};
}

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
    for (const auto* tenant : request.services.store.tenants()) tenants.push_back(describe_tenant(*tenant));
    answer_json(request.exchange, 200, {{"tenants", std::move(tenants)}});
    return {};
}

Result<void> show_tenant(const Request& request) {
    const auto name = decoded_segment(request.tail);
    const auto& store = request.services.store;
    const auto guard = store.read();
    const auto* tenant = store.find_tenant_by_name(name);
    if (!tenant) {
        answer_error(request.exchange, 404, "no such tenant", fail(ErrorCode::parameter_invalid, name));
        return {};
    }
    auto answer = describe_ids(tenant->facts);
    std::size_t keys = 0;
    for (const auto* space : store.key_spaces())
        if (space->tenant_id == tenant->facts.id) keys += store.key_count(*space);
    answer["keys"] = keys;
    answer["credentials"] = json::array();
    for (const auto* credential : store.credentials())
        if (credential->facts.tenant == tenant->facts.id) answer["credentials"].push_back(credential->facts.id);
    answer_json(request.exchange, 200, answer);
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

}  // namespace tandem::api::admin
