#pragma once
// Regions share the tenant's keys unless `key_spaces` says otherwise; what differs always is the kind (API 3.0 spec
// section 6): FIPS regions make AES keys and take 32 bytes of imported material, SM regions SM4 keys and 16 bytes.
// `tencent.regions` of the configuration tells the kinds.

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019 {

// Fills request.space: whose keys the request is about, by the region that its fields name, else by its own.
// Error: region_unsupported, also for one that nobody named.
Result<void> find_known_region(Request& request);
// The kind of the request's own region; a region that nobody configured is fips.
RegionKind region_kind(const Request& request) noexcept;

}  // namespace tandem::api::tencent::v2019
