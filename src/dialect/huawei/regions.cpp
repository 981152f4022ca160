#include "regions.hpp"

#include "tandem/service/key_spaces.hpp"

namespace tandem::dialect::huawei {

std::string_view region_of(const Caller& caller, const Settings& settings) noexcept {
    if (settings.key_spaces == KeySpaces::shared || caller.project == nullptr) return settings.huawei_region;
    return caller.project->name;
}

Result<const store::Tenant*> open_region(service::Services& services, const Settings& settings,
                                         const store::Tenant& tenant, std::string_view region, service::Place place) {
    if (region == settings.huawei_region) return &tenant;
    return service::open_key_space(services, tenant, region, place);
}

}  // namespace tandem::dialect::huawei
