#include "tencent/v2019/regions.hpp"

#include "tencent/v2019/request_frame.hpp"

#include <algorithm>

namespace tandem::dialect::tencent::v2019 {

std::string_view region_of(const ActionCall& action) noexcept {
    const std::string_view named = action.frame.signature == SignatureVersion::v1
                                       ? action.frame.parameters.value("Region")
                                       : action.request.header("X-TC-Region");
    return named.empty() ? std::string_view{action.settings.default_region} : named;
}

RegionKind region_kind(const ActionCall& action) noexcept {
    const auto& regions = action.settings.tencent_regions;
    const auto configured = std::ranges::find(regions, region_of(action), &TencentRegion::id);
    return configured == regions.end() ? RegionKind::fips : configured->kind;
}

}  // namespace tandem::dialect::tencent::v2019
