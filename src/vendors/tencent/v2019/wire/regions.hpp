#pragma once
// Regions share the tenant's keys unless `key_spaces` says otherwise; what differs always is the kind (API 3.0 spec
// section 6): FIPS regions make AES keys and take 32 bytes of imported material, SM regions SM4 keys and 16 bytes.
// `tencent.regions` of the configuration tells the kinds.

#include "request_frame.hpp"
#include "tencent/v2019/action.hpp"

namespace tandem::api::tencent::v2019 {

// X-TC-Region, or Region with signature v1; the default region when the request names none.
std::string_view region_of(const RequestFrame& frame, const WireRequest& request, const Settings& settings) noexcept;
std::string_view region_of(const ActionCall& action) noexcept;
// The same, unless the action's fields name another.
std::string_view region_of(const Action& action, const Fields& fields, const RequestFrame& frame,
                           const WireRequest& request, const Settings& settings);
// Whose keys the request is about (api/key_space.hpp). Errors: region_unsupported, also for one that nobody named;
// needs_worker.
Result<const store::Tenant*> open_known_region(service::Services& services, const store::Tenant& tenant,
                                               std::string_view region, const Settings& settings, service::Place place);
// Of the request's region; a region that nobody configured is fips.
RegionKind region_kind(const ActionCall& action) noexcept;

}  // namespace tandem::api::tencent::v2019
