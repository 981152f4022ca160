#pragma once
// The service catalogue: this server's kms and iam (section 3.3a).

#include "tandem/dialect/dialect.hpp"

#include "../../json_writer.hpp"

#include <string_view>

namespace tandem::dialect::huawei::iam {

// Two flavours: with Huawei's clients append the project to the kms URL, with that of OTC it is there already.
struct Catalog {
    std::string_view region;
    std::string_view project_id;  // in the kms URL; empty: Huawei's
};

// The tenant's, for a token's project or for none ("").
Catalog catalog_of(const store::Tenant& tenant, std::string_view project_id, std::string_view project_name,
                   const Settings& settings) noexcept;

// The elements of an open array.
void write_catalog(JsonWriter& json, const WireRequest& request, const Catalog& catalog);

}  // namespace tandem::dialect::huawei::iam
