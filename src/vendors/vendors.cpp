#include "tandem/vendors/vendors.hpp"

#include <array>

namespace tandem::api {
namespace {

using Made = std::unique_ptr<Dialect>;

constexpr std::array<VendorDialect, 3> kVendorDialects{{
    {"tencent-2019",
     [](const Settings& all, const VendorSettings& own) -> Made { return make_tencent_2019(all, own.tencent); }},
    {"tencent-2017",
     [](const Settings& all, const VendorSettings& own) -> Made { return make_tencent_2017(all, own.tencent); }},
    {"huawei", [](const Settings& all, const VendorSettings& own) -> Made { return make_huawei(all, own.huawei); }},
}};

}  // namespace

std::vector<std::string> own_regions(const VendorSettings& settings) {
    return {settings.tencent.default_region, settings.huawei.region};
}

std::span<const VendorDialect> vendor_dialects() noexcept { return kVendorDialects; }

}  // namespace tandem::api
