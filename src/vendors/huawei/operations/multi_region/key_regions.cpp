#include "key_regions.hpp"

#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/regions.hpp"

#include <algorithm>

namespace tandem::api::huawei {

Result<void> require_separate_regions(const Request& request) {
    if (request.settings.key_spaces == KeySpaces::per_region) return {};
    return fail(ErrorCode::parameter_invalid, {},
                "all regions of this server have the same keys; key_spaces: per_region separates them");
}

Result<void> name_key_of_path(Request& request, const DeclaredKey& declared) {
    const std::string_view in_path = request.path_parameter("key_id");
    TANDEM_CHECK(name_own_key(request, declared, in_path));
    const std::string_view in_body = request.fields.text("key_id");
    if (!in_body.empty() && in_body != in_path)
        return fail(ErrorCode::parameter_invalid, "key_id", "the path names another key");
    return {};
}

Result<const store::Project*> find_project_of_region(const Request& request, std::string_view field) {
    const auto& projects = request.caller.tenant->facts.projects;
    const std::string_view region = request.fields.text(field);
    auto found = std::ranges::find(projects, region, &store::Project::name);
    if (found == projects.end()) {
        found = std::ranges::find_if(
            projects, [&](const auto& project) { return region_named(project.name, request.settings) == region; });
    }
    if (found == projects.end()) return fail(ErrorCode::region_unsupported, field, "the caller has no project in it");
    return &*found;
}

}  // namespace tandem::api::huawei
