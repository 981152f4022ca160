// KeystoneListProjects (section 3.2). Clients that know their region but no project ask for the project of the region's
// name and take exactly one.

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/base_url.hpp"
#include "huawei/wire/regions.hpp"

#include <string>

namespace tandem::api::huawei::keystone_list_projects {

namespace {

constexpr FieldRule kFields[] = {{"name", FieldType::text}};

// "links" with the two members that are null on an only page.
void write_links(JsonWriter& json, const Request& request, std::string_view path) {
    json.begin_object("links").text("self", base_url(request.exchange.request).append(path));
    request.exchange.reply.body += R"(,"next":null,"previous":null)";
    json.end_object();
}

void write_project(JsonWriter& json, const Request& request, const store::Project& project, std::string_view name) {
    const std::string& domain = request.caller.tenant->facts.domain_id;
    json.begin_object()
        .unescaped("domain_id", domain)
        .boolean("is_domain", false)
        .unescaped("parent_id", domain)
        .text("name", name)
        .unescaped("description", "");
    write_links(json, request, "/v3/projects/" + project.id);
    json.unescaped("id", project.id).boolean("enabled", true).end_object();
}

Result<void> run(Request& request) {
    const auto& projects = request.caller.tenant->facts.projects;
    const std::string_view name = request.fields.text("name");
    bool found = false;
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("projects");
    for (const store::Project& project : projects) {
        if (!name.empty() && project.name != name) continue;
        write_project(json, request, project, project.name);
        found = true;
    }
    if (!found && has_any_name(*request.caller.tenant, request.settings))
        write_project(json, request, projects.front(), name);
    json.end_array();
    write_links(json, request, "/v3/projects");
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneListProjects", .details = of_iam(get("/v3/projects")), .fields = kFields, .steps = steps(run)};

}  // namespace tandem::api::huawei::keystone_list_projects
