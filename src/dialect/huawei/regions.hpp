#pragma once
// Regions: a project is one's, and called as its region is (section 3.2). With key_spaces: per_region each has keys of
// its own, but for the region of the configuration, whose keys are those of the tenant.

#include "operation.hpp"

namespace tandem::dialect::huawei {

// The configured one where regions share their keys, or where the call names no project.
std::string_view region_of(const Caller& caller, const Settings& settings) noexcept;
}  // namespace tandem::dialect::huawei
