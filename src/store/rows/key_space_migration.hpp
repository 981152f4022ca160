#pragma once
// Tenants of a database from before kKeySpacesSchema (tables.hpp): each had its tenant key in its own row, and the keys
// of a region were those of a tenant named TENANT@REGION.

#include "tandem/store/backend.hpp"

#include "record_key.hpp"

#include <vector>

namespace tandem::store {

// The rows of tenants and of their key spaces as they are stored since, made of those that there are. Ids and sealed
// tenant keys stay what they are. Throws UserError(damaged): a row that was altered.
std::vector<RowWrite> key_space_rows(Backend& backend, const RecordKey& root_key);

}  // namespace tandem::store
