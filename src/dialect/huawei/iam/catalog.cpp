#include "catalog.hpp"

#include "../base_url.hpp"
#include "handlers.hpp"

#include <algorithm>

namespace tandem::dialect::huawei::iam {

namespace {

struct CatalogService {
    std::string_view id;
    std::string_view endpoint_id;
    std::string_view type;  // and name
    std::string_view path;
    bool of_project;
};
constexpr CatalogService kServices[] = {
    {"00000000000000000000000000000001", "00000000000000000000000000000011", "kms", "/v1.0", true},
    {"00000000000000000000000000000002", "00000000000000000000000000000012", "iam", "/v3", false},
};

std::string url_of(const CatalogService& service, const WireRequest& request, const Catalog& catalog) {
    std::string url = base_url(request).append(service.path);
    if (service.of_project && !catalog.project_id.empty()) url.append("/").append(catalog.project_id);
    return url;
}

}  // namespace

Catalog catalog_of(const store::Tenant& tenant, std::string_view project_id, std::string_view project_name,
                   const Settings& settings) noexcept {
    Catalog catalog;
    // A project of a region's part is called region_name.
    catalog.region = project_name.substr(0, project_name.find('_'));
    if (catalog.region.empty()) catalog.region = settings.huawei_region;
    const auto& with_project = settings.huawei_otc_catalogs;
    if (std::ranges::find(with_project, tenant.facts.name) == with_project.end()) return catalog;
    catalog.project_id = project_id;
    const auto& projects = tenant.facts.projects;
    if (project_id.empty() && !projects.empty()) catalog.project_id = projects.front().id;
    return catalog;
}

void write_catalog(JsonWriter& json, const WireRequest& request, const Catalog& catalog) {
    for (const CatalogService& service : kServices) {
        json.begin_object().begin_array("endpoints").begin_object();
        json.plain("id", service.endpoint_id)
            .plain("interface", "public")
            .text("region", catalog.region)
            .text("region_id", catalog.region)
            .text("url", url_of(service, request, catalog));
        json.end_object().end_array();
        json.plain("id", service.id).plain("name", service.type).plain("type", service.type).end_object();
    }
}

Result<void> show_catalog(OperationCall& call) {
    const Caller& caller = call.caller;
    const WireRequest& request = call.exchange.request;
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("catalog");
    write_catalog(json, request,
                  catalog_of(*caller.tenant, caller.token_project, caller.token_project_name, call.settings));
    json.end_array().begin_object("links").text("self", base_url(request) + "/v3/auth/catalog");
    call.exchange.reply.body += R"(,"previous":null,"next":null)";
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::dialect::huawei::iam
