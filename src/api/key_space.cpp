#include "tandem/api/key_space.hpp"

#include <utility>

namespace tandem::api {

Result<SpaceOfRegion> space_of_region(const store::KeyStore& store, const store::Tenant& tenant,
                                      std::string_view region, const Settings& settings) {
    if (settings.key_spaces == KeySpaces::shared || settings.is_own_region(region)) return SpaceOfRegion{&tenant};
    if (region.empty() || region.size() > store::kMaxRegionBytes) return fail(ErrorCode::region_unsupported, region);
    if (const store::KeySpace* stored = store.find_key_space(tenant, region)) return SpaceOfRegion{stored};
    auto unstored = store.unstored_key_space(tenant, region);
    return SpaceOfRegion{unstored.get(), std::move(unstored)};
}

Result<void> use_region(Request& request, const store::Tenant& tenant, std::string_view region) {
    TANDEM_TRY(SpaceOfRegion found, space_of_region(request.services.store, tenant, region, request.settings));
    request.space = found.space;
    request.unstored_space = std::move(found.unstored);
    return {};
}

}  // namespace tandem::api
