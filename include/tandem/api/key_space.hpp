#pragma once
// Keys that a request is about: the tenant's own where all regions share them (Settings::key_spaces) and in the
// configured regions, else those of the region.

#include "tandem/api/dialect.hpp"
#include "tandem/api/request.hpp"

#include <memory>
#include <string_view>

namespace tandem::api {

struct SpaceOfRegion {
    const store::KeySpace* space;
    std::unique_ptr<const store::KeySpace> unstored{};  // the same, where it is not stored: it is empty
};

// A guard of the store must live. Error: region_unsupported (not the form of a region).
Result<SpaceOfRegion> space_of_region(const store::KeyStore& store, const store::Tenant& tenant,
                                      std::string_view region, const Settings& settings);
// The same as the space of the request.
Result<void> use_region(Request& request, const store::Tenant& tenant, std::string_view region);

}  // namespace tandem::api
