#pragma once
// Start-up: opens the hierarchy and fills the index from a backend's rows, or founds a new installation in an empty
// one.

#include "tandem/base/clock.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include "index.hpp"
#include "record_key.hpp"
#include "tag_keeper.hpp"

#include <memory>

namespace tandem::store {

struct Installation {
    InstallationId id{};
    std::unique_ptr<const RecordKey> root_key;
    std::unique_ptr<TagKeeper> tag_keeper;  // the backend's witness; none when nothing is durable
    Epoch epoch = 0;
    std::uint64_t last_serial = 0;  // of credentials
};

// Throws UserError: wrong unseal key, a row whose MAC does not hold or that does not open, rows that do not fit, a
// state that is not the one that was acknowledged last.
Installation load_installation(Backend& backend, const SecretBytes& unseal_key, const Clock& clock, Index& index);

}  // namespace tandem::store
