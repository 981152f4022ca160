#pragma once
// Changes of a key's material.

#include "change_key.hpp"

namespace tandem::service {

// A rotation: a new version at random, the next one due a period from now. For keys of the server's own symmetric
// material.
store::AddKeyVersion rotated(const store::Key& key, TimePoint now);

}  // namespace tandem::service
