#include "catalog.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "huawei/wire/base_url.hpp"
#include "huawei/wire/regions.hpp"

#include <algorithm>

namespace tandem::api::huawei::iam {

namespace {

struct CatalogService {
    std::string_view id;
    std::string_view type;  // and name
    std::string_view path;
    enum class Project : std::uint8_t { never, by_flavour, always } project;
};
using Project = CatalogService::Project;
constexpr CatalogService kServices[] = {
    {"00000000000000000000000000000001", "kms", "/v1.0", Project::by_flavour},
    {"00000000000000000000000000000002", "iam", "/v3", Project::never},
    {"00000000000000000000000000000003", "kmsv1", "/v1.0", Project::always},  // gophertelekomcloud's, since eu-nl
};

std::string url_of(const CatalogService& service, const WireRequest& request, const Catalog& catalog) {
    std::string url = base_url(request).append(service.path);
    const bool has_project =
        service.project == Project::always || (service.project == Project::by_flavour && catalog.has_project_in_kms);
    if (has_project && !catalog.project_id.empty()) url.append("/").append(catalog.project_id);
    return url;
}

// Another one for each service and region, and always the same.
std::string endpoint_id(const CatalogService& service, std::string_view region) {
    const auto digest =
        crypto::sha256({as_bytes("tandem/endpoint/"), as_bytes(service.type), as_bytes("/"), as_bytes(region)});
    return hex_encode(ByteView{digest}.first(16));
}

void add_once(std::vector<std::string_view>& regions, std::string_view region) {
    if (std::ranges::find(regions, region) == regions.end()) regions.push_back(region);
}

}  // namespace

Catalog catalog_of(const store::Tenant& tenant, std::string_view project_id, std::string_view project_name,
                   const AllSettings& settings) {
    Catalog catalog;
    const auto& projects = tenant.facts.projects;
    if (!project_name.empty()) add_once(catalog.regions, region_named(project_name, settings));
    for (const store::Project& project : projects) add_once(catalog.regions, region_named(project.name, settings));
    add_once(catalog.regions, settings.region);
    catalog.project_id = project_id;
    if (project_id.empty() && !projects.empty()) catalog.project_id = projects.front().id;
    const auto& with_project = settings.otc_catalogs;
    catalog.has_project_in_kms = std::ranges::find(with_project, tenant.facts.name) != with_project.end();
    return catalog;
}

void write_catalog(JsonWriter& json, const WireRequest& request, const Catalog& catalog) {
    for (const CatalogService& service : kServices) {
        const std::string url = url_of(service, request, catalog);
        json.begin_object().begin_array("endpoints");
        for (const std::string_view region : catalog.regions) {
            json.begin_object()
                .unescaped("id", endpoint_id(service, region))
                .unescaped("interface", "public")
                .text("region", region)
                .text("region_id", region)
                .text("url", url)
                .end_object();
        }
        json.end_array();
        json.unescaped("id", service.id).unescaped("name", service.type).unescaped("type", service.type).end_object();
    }
}

}  // namespace tandem::api::huawei::iam
