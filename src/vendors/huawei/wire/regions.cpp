#include "regions.hpp"

namespace tandem::api::huawei {

std::string_view region_named(std::string_view project_name, const AllSettings& settings) noexcept {
    const std::string_view region = project_name.substr(0, project_name.find('_'));
    return region.empty() ? std::string_view{settings.region} : region;
}

std::string_view region_of(const Caller& caller, const AllSettings& settings) noexcept {
    if (!caller.token_project_name.empty()) return region_named(caller.token_project_name, settings);
    return region_named(caller.project != nullptr ? std::string_view{caller.project->name} : "", settings);
}

std::string_view key_space_of(const Caller& caller, const AllSettings& settings) noexcept {
    if (settings.key_spaces == KeySpaces::shared || caller.project == nullptr) return settings.region;
    return caller.project->name;
}

bool has_any_name(const store::Tenant& tenant, const AllSettings& settings) noexcept {
    const auto& projects = tenant.facts.projects;
    return settings.development && projects.size() == 1 && projects.front().name == settings.region;
}

}  // namespace tandem::api::huawei
