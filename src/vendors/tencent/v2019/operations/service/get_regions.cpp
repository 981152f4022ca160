// GetRegions (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019::get_regions {

namespace {

Result<void> run(Request& request) {
    const AllSettings& settings = request.settings;
    request.out.begin_array("Regions").text_element(settings.default_region);
    for (const Region& region : settings.regions)
        if (region.id != settings.default_region) request.out.text_element(region.id);
    request.out.end_array();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "GetRegions", .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::get_regions
