// KeystoneShowCatalog (section 3.3a).

#include "tandem/api/json_writer.hpp"

#include "huawei/auth/authentication.hpp"
#include "huawei/iam/catalog.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/base_url.hpp"

namespace tandem::api::huawei::keystone_show_catalog {

namespace {

Result<void> run(Request& request) {
    const Caller& caller = request.caller;
    const WireRequest& wire = request.exchange.request;
    TANDEM_TRY(const store::Project* project, asked_project(caller, wire));
    std::string_view name = caller.token_project_name;
    if (name.empty() && project != nullptr) name = project->name;
    const std::string_view id = project != nullptr ? std::string_view{project->id} : "";
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("catalog");
    iam::write_catalog(json, wire, iam::catalog_of(*caller.tenant, id, name, request.settings));
    json.end_array().begin_object("links").text("self", base_url(wire) + "/v3/auth/catalog");
    request.exchange.reply.body += R"(,"previous":null,"next":null)";
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneShowCatalog", .details = of_iam(get("/v3/auth/catalog")), .steps = steps(run)};

}  // namespace tandem::api::huawei::keystone_show_catalog
