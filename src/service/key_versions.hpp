#pragma once
// Changes of a key's material.

#include "change_key.hpp"

namespace tandem::service {

// A rotation: a new version at random, the next one due a period from now. For keys of the server's own symmetric
// material.
store::AddKeyVersion rotated(const store::Key& key, TimePoint now);

// All imported versions removed, and what waits to become one; what they were stays known, so that only the same can
// come back as each of them. Error: internal.
Result<Changes> without_material(const store::KeyStore& store, const store::Tenant& tenant, const store::Key& key);

}  // namespace tandem::service
