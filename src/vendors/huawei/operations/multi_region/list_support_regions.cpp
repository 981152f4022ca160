// ListSupportRegions (section 7, Multi-region).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/paging.hpp"
#include "huawei/wire/regions.hpp"

#include <algorithm>
#include <vector>

namespace tandem::api::huawei::list_support_regions {

namespace {

constexpr FieldRule kFields[] = {rules::kLimit, rules::kOffset};

std::vector<std::string_view> regions_of(const Request& request) {
    if (request.settings.key_spaces == KeySpaces::shared) return {request.caller.region};
    std::vector<std::string_view> regions;
    for (const store::Project& project : request.caller.tenant->facts.projects) {
        const std::string_view region = region_named(project.name, request.settings);
        if (std::ranges::find(regions, region) == regions.end()) regions.push_back(region);
    }
    return regions;
}

Result<void> run(Request& request) {
    const Page page = page_of(request.fields, "offset");
    const std::vector<std::string_view> regions = regions_of(request);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_array("regions");
    for (std::size_t i = page.offset; i < regions.size() && i - page.offset < page.limit; ++i)
        json.text_element(regions[i]);
    json.end_array().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListSupportRegions",
    .details = get("/v2/{project_id}/kms/regions"),
    .fields = kFields,
    .errors = kOffsetErrors,
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::list_support_regions
