#include "regions.hpp"

#include "tandem/api/key_space.hpp"
#include "tandem/service/key_spaces.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {

namespace {

// Whether keys may be there: GetRegions and the tenant's projects name it, or it has some through another API.
bool is_region_of(const store::KeyStore& store, const store::Tenant& tenant, std::string_view region,
                  const Settings& settings) {
    return std::ranges::find(settings.tencent_regions, region, &TencentRegion::id) != settings.tencent_regions.end() ||
           std::ranges::find(tenant.facts.projects, region, &store::Project::name) != tenant.facts.projects.end() ||
           service::find_key_space(store, tenant, region) != nullptr;
}

}  // namespace

std::string_view region_of(const RequestFrame& frame, const WireRequest& request, const Settings& settings) noexcept {
    const std::string_view named =
        frame.signature == SignatureVersion::v1 ? frame.parameters.value("Region") : request.header("X-TC-Region");
    return named.empty() ? std::string_view{settings.default_region} : named;
}

std::string_view region_of(const ActionCall& action) noexcept {
    return region_of(action.frame, action.request, action.settings);
}

std::string_view region_of(const Action& action, const Fields& fields, const RequestFrame& frame,
                           const WireRequest& request, const Settings& settings) {
    const std::string_view named = action.region == nullptr ? std::string_view{} : action.region(fields);
    return named.empty() ? region_of(frame, request, settings) : named;
}

Result<const store::Tenant*> open_known_region(service::Services& services, const store::Tenant& tenant,
                                               std::string_view region, const Settings& settings,
                                               service::Place place) {
    if (settings.key_spaces == KeySpaces::shared) return &tenant;
    const bool is_own = region == settings.default_region || region == settings.huawei_region;
    if (!is_own && !is_region_of(services.store, tenant, region, settings))
        return fail(ErrorCode::region_unsupported, "Region");
    return api::open_region(services, tenant, region, settings, place);
}

RegionKind region_kind(const ActionCall& action) noexcept {
    const auto& regions = action.settings.tencent_regions;
    const auto configured = std::ranges::find(regions, region_of(action), &TencentRegion::id);
    return configured == regions.end() ? RegionKind::fips : configured->kind;
}

}  // namespace tandem::api::tencent::v2019
