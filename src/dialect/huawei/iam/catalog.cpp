#include "catalog.hpp"

#include "../base_url.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei::iam {

namespace {

struct CatalogService {
    std::string_view id;
    std::string_view endpoint_id;
    std::string_view type;  // and name
    std::string_view path;
};
constexpr CatalogService kServices[] = {
    {"00000000000000000000000000000001", "00000000000000000000000000000011", "kms", "/v1.0"},
    {"00000000000000000000000000000002", "00000000000000000000000000000012", "iam", "/v3"},
};

}  // namespace

void write_catalog(JsonWriter& json, const WireRequest& request, std::string_view region) {
    for (const CatalogService& service : kServices) {
        json.begin_object().begin_array("endpoints").begin_object();
        json.plain("id", service.endpoint_id)
            .plain("interface", "public")
            .text("region", region)
            .text("region_id", region)
            .text("url", base_url(request).append(service.path));
        json.end_object().end_array();
        json.plain("id", service.id).plain("name", service.type).plain("type", service.type).end_object();
    }
}

Result<void> show_catalog(OperationCall& call) {
    const std::string_view named = call.caller.token_project_name;
    const std::string_view region = named.empty() ? std::string_view{call.settings.huawei_region} : named;
    const WireRequest& request = call.exchange.request;
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("catalog");
    write_catalog(json, request, region);
    json.end_array().begin_object("links").text("self", base_url(request) + "/v3/auth/catalog");
    call.exchange.reply.body += R"(,"previous":null,"next":null)";
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::dialect::huawei::iam
