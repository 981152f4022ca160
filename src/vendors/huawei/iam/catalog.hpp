#pragma once
// The service catalogue: this server's kms and iam (section 3.3a).

#include "tandem/api/json_writer.hpp"

#include "huawei/settings.hpp"

#include <string_view>
#include <vector>

namespace tandem::api::huawei::iam {

struct Catalog {
    // Clients pick an endpoint by region, and those that were given none take the first: that of the project asked for,
    // then those of the tenant's projects, then the configured one.
    std::vector<std::string_view> regions;
    std::string_view project_id;  // the one asked for, else the tenant's first; may be empty
    // Two flavours: with Huawei's clients append the project to the URL of "kms", with that of OTC it is there already.
    bool has_project_in_kms = false;
};

// The tenant's, for the project that was asked for or for none ("").
Catalog catalog_of(const store::Tenant& tenant, std::string_view project_id, std::string_view project_name,
                   const AllSettings& settings);

// The elements of an open array.
void write_catalog(JsonWriter& json, const WireRequest& request, const Catalog& catalog);

}  // namespace tandem::api::huawei::iam
