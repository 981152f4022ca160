#pragma once
// The regions of the legacy API (2017 API, section 2.1): there are three. The host decides, else the Region parameter;
// one that is unknown, empty or missing is the default region, and never refused.

#include "tandem/dialect/dialect.hpp"

#include "form_reader.hpp"

#include <string_view>

namespace tandem::dialect::tencent::v2017 {

// By its long id; "" for the default region.
std::string_view region_of(const WireRequest& request, const ParameterList& parameters) noexcept;
// Whose keys the request is about: those of the tenant, which are the default region's, or, with key_spaces:
// per_region, of another region. Error: needs_worker.
Result<const store::Tenant*> open_region(service::Services& services, const store::Tenant& tenant,
                                         std::string_view region, const Settings& settings, service::Place place);

}  // namespace tandem::dialect::tencent::v2017
