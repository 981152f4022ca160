#include "tandem/api/interfere.hpp"
#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/wire/base_url.hpp"
#include "huawei/wire/regions.hpp"
#include "user_id.hpp"

namespace tandem::api::huawei::iam {

namespace {

// "links" with the two members that are null on an only page.
void write_links(OperationCall& call, JsonWriter& json, std::string_view path) {
    json.begin_object("links").text("self", base_url(call.exchange.request).append(path));
    call.exchange.reply.body += R"(,"next":null,"previous":null)";
    json.end_object();
}

void write_project(OperationCall& call, JsonWriter& json, const store::Project& project, std::string_view name) {
    const std::string& domain = call.caller.tenant->facts.domain_id;
    json.begin_object()
        .plain("domain_id", domain)
        .boolean("is_domain", false)
        .plain("parent_id", domain)
        .text("name", name)
        .plain("description", "");
    write_links(call, json, "/v3/projects/" + project.id);
    json.plain("id", project.id).boolean("enabled", true).end_object();
}

// The members of the one version there is, into an open object.
void write_identity_version(const OpenCall& call, JsonWriter& json) {
    json.plain("id", "v3.6").plain("status", "stable").plain("updated", "2016-04-04T00:00:00Z").begin_array("links");
    json.begin_object().plain("rel", "self").text("href", base_url(call.exchange.request) + "/v3/").end_object();
    json.end_array().begin_array("media-types").begin_object();
    json.plain("base", "application/json").plain("type", "application/vnd.openstack.identity-v3+json").end_object();
    json.end_array();
}

std::string principal_urn(const Caller& caller) {
    const std::string account = "iam::" + caller.tenant->facts.domain_id;
    if (caller.agency != nullptr) return account + ":agency:" + caller.agency->name;
    return account + ":user:" + std::string{user_name(*caller.credential)};
}

}  // namespace

// Clients that know their region but no project ask for the project of the region's name and take exactly one
// (section 3.2).
Result<void> list_projects(OperationCall& call) {
    const auto& projects = call.caller.tenant->facts.projects;
    const std::string_view name = call.fields.text("name");
    bool found = false;
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("projects");
    for (const store::Project& project : projects) {
        if (!name.empty() && project.name != name) continue;
        write_project(call, json, project, project.name);
        found = true;
    }
    if (!found && has_any_name(*call.caller.tenant, call.settings)) write_project(call, json, projects.front(), name);
    json.end_array();
    write_links(call, json, "/v3/projects");
    json.end_object();
    return {};
}

Result<void> list_domains(OperationCall& call) {
    const store::TenantFacts& tenant = call.caller.tenant->facts;
    const std::string base = base_url(call.exchange.request);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("domains").begin_object();
    json.plain("description", "").boolean("enabled", true).plain("id", tenant.domain_id);
    json.begin_object("links").text("self", base + "/v3/domains/" + tenant.domain_id).end_object();
    json.text("name", tenant.domain_name).end_object().end_array();
    json.begin_object("links").text("self", base + "/v3/auth/domains").end_object().end_object();
    return {};
}

Result<void> show_caller(OperationCall& call) {
    const store::Credential& user = *call.caller.credential;
    JsonWriter json{call.exchange.reply.body};
    json.begin_object()
        .plain("account_id", call.caller.tenant->facts.domain_id)
        .plain("principal_id", user_id(user, call.caller.agency))
        .text("principal_urn", principal_urn(call.caller))
        .end_object();
    return {};
}

// IAM's GET / (Querying the Version Information of Keystone APIs), where clients that were given no version begin.
Result<void> list_identity_versions(OpenCall& call) {
    TANDEM_CHECK(interfere(call.exchange, nullptr));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("versions").begin_array("values").begin_object();
    write_identity_version(call, json);
    json.end_object().end_array().end_object().end_object();
    return {};
}

Result<void> show_identity_version(OpenCall& call) {
    TANDEM_CHECK(interfere(call.exchange, nullptr));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("version");
    write_identity_version(call, json);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei::iam
