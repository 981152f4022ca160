#pragma once
// The clouds whose APIs are spoken. One more is a folder of src/vendors, a header beside this one, and its lines here
// and in src/vendors/vendors.cpp.

#include "tandem/api/dialect.hpp"
#include "tandem/vendors/huawei.hpp"
#include "tandem/vendors/tencent.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::api {

struct VendorSettings {
    tencent::Settings tencent{};
    huawei::Settings huawei{};
};
// For Settings::own_regions.
std::vector<std::string> own_regions(const VendorSettings& settings);

struct VendorDialect {
    std::string_view name;
    std::unique_ptr<Dialect> (*make)(const Settings& settings, const VendorSettings& own);
};
// The dialects in the order of the documents.
std::span<const VendorDialect> vendor_dialects() noexcept;

}  // namespace tandem::api
