#pragma once
// Regions share the tenant's keys; what differs is the kind (API 3.0 spec section 6): FIPS regions make AES keys and
// take 32 bytes of imported material, SM regions SM4 keys and 16 bytes. `tencent.regions` of the configuration tells
// the kinds.

#include "tencent/v2019/action.hpp"

namespace tandem::dialect::tencent::v2019 {

// X-TC-Region, or Region with signature v1; the default region when the request names none.
std::string_view region_of(const ActionCall& action) noexcept;
// Of the request's region; a region that nobody configured is fips.
RegionKind region_kind(const ActionCall& action) noexcept;

}  // namespace tandem::dialect::tencent::v2019
