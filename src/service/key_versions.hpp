#pragma once
// Changes of a key's material.

#include "tandem/store/key_store.hpp"

namespace tandem::service {

// A rotation: a new version at random, the next one due a period from now. For keys of the server's own symmetric
// material.
store::AddKeyVersion rotated(const store::Key& key, TimePoint now);

// All imported versions removed; what they were stays known, so that only the same can come back. Error: internal.
Result<store::UpdateKey> without_material(const store::KeyStore& store, const store::Tenant& tenant,
                                          const store::Key& key);

}  // namespace tandem::service
