#include "tandem/api/key_space.hpp"

#include "tandem/service/key_spaces.hpp"

namespace tandem::api {

Result<const store::Tenant*> open_region(service::Services& services, const store::Tenant& tenant,
                                         std::string_view region, const Settings& settings, service::Place place) {
    const bool is_own = region == settings.default_region || region == settings.huawei_region;
    if (settings.key_spaces == KeySpaces::shared || is_own) return &tenant;
    return service::open_key_space(services, tenant, region, place);
}

}  // namespace tandem::api
