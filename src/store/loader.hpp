#pragma once
// Start-up: opens the hierarchy and fills the index from a backend's rows, or founds a new installation in an empty
// one.

#include "tandem/base/clock.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include "index.hpp"
#include "record_key.hpp"

#include <array>
#include <memory>

namespace tandem::store {

struct Installation {
    std::array<std::uint8_t, 16> id{};
    std::unique_ptr<const RecordKey> root_key;
    Epoch epoch = 0;
    std::uint64_t last_serial = 0;  // of credentials
};

// Throws StartupError: wrong unseal key, a row whose MAC does not hold or that does not open, rows that do not fit.
Installation load_installation(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index);

}  // namespace tandem::store
