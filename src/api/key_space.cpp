#include "tandem/api/key_space.hpp"

#include "tandem/service/key_spaces.hpp"

namespace tandem::api {

Result<Place> find_region(Request& request, const store::Tenant& tenant, std::string_view region,
                          const Settings& settings) {
    const bool is_own = settings.key_spaces == KeySpaces::shared || settings.is_own_region(region);
    request.space = is_own ? &tenant : service::find_key_space(request.services.store, tenant, region);
    if (request.space != nullptr) return Place::io_thread;
    if (request.exchange.place < Place::worker) return Place::worker;
    TANDEM_TRY(request.space, service::open_key_space(request.services, tenant, region));
    return Place::io_thread;
}

}  // namespace tandem::api
