#pragma once
// Checks that the actions on imported material make of a key first.

#include "tandem/service/actions/import.hpp"

namespace tandem::service {

// Errors: key_is_not_external, keystore_without_import, key_is_replica, the states'.
Result<void> require_importable(const Call& call, const store::Key& key, ImportStates states);

}  // namespace tandem::service
