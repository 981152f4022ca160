#pragma once
// Regions: a project is one's, and called as its region is, or as a part of it: region_name (section 3.2). With
// key_spaces: per_region each project has keys of its own, but for the one called as the region of the configuration,
// whose keys are those of the tenant.

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// The region of a project of that name; the configured one for a project without a name.
std::string_view region_named(std::string_view project_name, const AllSettings& settings) noexcept;

// The region in answers: that of the project which the call names, by the name that its token was asked for with.
std::string_view region_of(const Caller& caller, const AllSettings& settings) noexcept;
// The name of the key space that is meant: the project's, or the configured region where all share their keys.
std::string_view key_space_of(const Caller& caller, const AllSettings& settings) noexcept;

// Whether any name finds the tenant's project, so that a client of any region finds it: in development the only one,
// which nobody named.
bool has_any_name(const store::Tenant& tenant, const AllSettings& settings) noexcept;

}  // namespace tandem::api::huawei
