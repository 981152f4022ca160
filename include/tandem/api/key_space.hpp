#pragma once
// Whose keys a request is about where each region of a tenant has its own (key_spaces: per_region).

#include "tandem/api/dialect.hpp"

#include <string_view>

namespace tandem::api {

// The tenant itself where regions share their keys, and for the default region of each API; else the key space of the
// region, which is made at its first use. Errors: region_unsupported (too many), needs_worker.
Result<const store::Tenant*> open_region(service::Services& services, const store::Tenant& tenant,
                                         std::string_view region, const Settings& settings, service::Place place);

}  // namespace tandem::api
