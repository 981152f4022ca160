#include "tencent/v2019/regions.hpp"

#include "tandem/service/key_spaces.hpp"

#include <algorithm>

namespace tandem::dialect::tencent::v2019 {

namespace {

// Of ids as the vendor makes them, and as the configuration takes them.
bool is_region(std::string_view text) noexcept {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
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

Result<const store::Tenant*> open_region(service::Services& services, const store::Tenant& tenant,
                                         std::string_view region, const Settings& settings, service::Place place) {
    if (settings.key_spaces == KeySpaces::shared || region == settings.default_region) return &tenant;
    if (!is_region(region)) return fail(ErrorCode::region_unsupported, "Region");
    return service::open_key_space(services, tenant, region, place);
}

RegionKind region_kind(const ActionCall& action) noexcept {
    const auto& regions = action.settings.tencent_regions;
    const auto configured = std::ranges::find(regions, region_of(action), &TencentRegion::id);
    return configured == regions.end() ? RegionKind::fips : configured->kind;
}

}  // namespace tandem::dialect::tencent::v2019
