// ListRetirableGrants (section 7, Grants).

#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/paging.hpp"

#include <string>
#include <vector>

namespace tandem::api::huawei::list_retirable_grants {

namespace {

constexpr FieldRule kFields[] = {rules::kLimit, rules::kMarker};

Result<void> run(Request& request) {
    const CallerIds ids{request.caller};
    const std::string_view region = request.space->region;
    std::vector<const store::Grant*> grants;
    for (const std::string& principal : {ids.user, ids.domain})
        for (const store::GrantOfSpace& one : request.services.store.grants_retirable_by(principal))
            if (one.space->region == region) grants.push_back(one.grant);
    JsonWriter json{request.exchange.reply.body};
    write_grants(json, grants, page_of(request.fields));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListRetirableGrants",
    .details = post("/v1.0/{project_id}/kms/list-retirable-grants"),
    .fields = kFields,
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::list_retirable_grants
