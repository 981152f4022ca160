#pragma once
// Start-up: opens the hierarchy and fills the index from a backend's rows, or founds a new installation in an empty
// one.

#include "tandem/base/clock.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include "commit/installation.hpp"
#include "index/index.hpp"

namespace tandem::store {

// Throws UserError: wrong unseal key, a row whose MAC does not hold or that does not open, rows that do not fit, a
// state that is not the one that was acknowledged last.
Installation load_installation(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index);

}  // namespace tandem::store
