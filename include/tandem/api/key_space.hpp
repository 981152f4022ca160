#pragma once
// Whose keys a request is about: the tenant's own, or those of a region that has keys of its own.

#include "tandem/api/dialect.hpp"
#include "tandem/api/request.hpp"

#include <string_view>

namespace tandem::api {

// Fills request.space with the tenant's key space of the region, which is made at its first use. Returns where that can
// be done: a later place than the request's, and it has to be asked there. Error: region_unsupported (too many).
Result<Place> find_region(Request& request, const store::Tenant& tenant, std::string_view region,
                          const Settings& settings);

}  // namespace tandem::api
