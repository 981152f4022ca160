#pragma once
// What the actions on imported material ask of a key first.

#include "tandem/service/actions/import.hpp"

namespace tandem::service {

// Errors: find_key's, key_is_not_external, keystore_without_import, key_is_replica, the states'.
Result<const store::Key*> find_importable_key(const Call& call, const KeyRef& ref, ImportStates states);

}  // namespace tandem::service
