// KeystoneListAuthDomains (section 3.3).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/base_url.hpp"

#include <string>

namespace tandem::api::huawei::keystone_list_auth_domains {

namespace {

Result<void> run(Request& request) {
    const store::TenantFacts& tenant = request.caller.tenant->facts;
    const std::string base = base_url(request.exchange.request);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("domains").begin_object();
    json.unescaped("description", "").boolean("enabled", true).unescaped("id", tenant.domain_id);
    json.begin_object("links").text("self", base + "/v3/domains/" + tenant.domain_id).end_object();
    json.text("name", tenant.domain_name).end_object().end_array();
    json.begin_object("links").text("self", base + "/v3/auth/domains").end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneListAuthDomains", .details = of_iam(get("/v3/auth/domains")), .steps = steps(run)};

}  // namespace tandem::api::huawei::keystone_list_auth_domains
