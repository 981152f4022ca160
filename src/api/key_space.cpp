#include "tandem/api/key_space.hpp"

#include "tandem/service/key_spaces.hpp"

namespace tandem::api {

Result<service::Place> find_region(Request& request, const store::Tenant& tenant, std::string_view region,
                                   const Settings& settings) {
    const bool is_own = region == settings.default_region || region == settings.huawei_region;
    request.space = settings.key_spaces == KeySpaces::shared || is_own
                        ? &tenant
                        : service::find_key_space(request.services.store, tenant, region);
    if (request.space != nullptr) return service::Place::io_thread;
    if (request.exchange.place < service::Place::worker) return service::Place::worker;
    TANDEM_TRY(request.space, service::open_key_space(request.services, tenant, region));
    return service::Place::io_thread;
}

Result<const store::Tenant*> open_region(service::Services& services, const store::Tenant& tenant,
                                         std::string_view region, const Settings& settings, service::Place place) {
    const bool is_own = region == settings.default_region || region == settings.huawei_region;
    if (settings.key_spaces == KeySpaces::shared || is_own) return &tenant;
    return service::open_key_space(services, tenant, region, place);
}

}  // namespace tandem::api
