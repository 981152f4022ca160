#pragma once
// Keys in several regions (section 7, Multi-region). The caller's regions are those of its projects.

#include "huawei/request.hpp"
#include "huawei/wire/field_limits.hpp"

namespace tandem::api::huawei {

inline constexpr FieldLimit kRegionName{.form = "name of a project", .breach = ErrorCode::region_unsupported};
inline constexpr ErrorOverride kRegionErrors[] = {
    {ErrorCode::key_is_replica, {ErrorCode::key_is_replica, 400, "KMS.0308", "Invalid parameter."}},
};

// Error: parameter_invalid, where all regions have the same keys.
Result<void> require_separate_regions(const Request& request);

// The path names the key; the body names the same one, or is silent where its rule says so. Errors: name_own_key's,
// parameter_invalid.
Result<void> name_key_of_path(Request& request, const DeclaredKey& declared);

// The region's own project, else the first of its parts. Error: region_unsupported.
Result<const store::Project*> find_project_of_region(const Request& request, std::string_view field);

}  // namespace tandem::api::huawei
