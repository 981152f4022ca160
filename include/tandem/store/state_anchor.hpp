#pragma once
// How a database that is not in the state which was acknowledged last is noticed: docs/formats.md, "State anchor".

#include "tandem/store/write_observer.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tandem::store {

// A state that was gone on with although it is not the last one.
struct AcceptedRollback {
    std::string why;         // one line
    std::uint64_t found;     // epoch of the database as it was
    std::uint64_t expected;  // epoch that was acknowledged; as `found` where nothing told
    std::uint64_t now;       // epoch of the acceptance, above both
};

struct AnchorOptions {
    // Outside of the database; made with it. Empty: what the database alone can tell is checked.
    std::filesystem::path file{};
    // Go on with a state that would be refused, if it is of this epoch.
    std::optional<std::uint64_t> accept_rollback{};
    // Told before the acceptance becomes durable, so that what is to follow from it cannot be forgotten. May throw.
    std::function<void(const AcceptedRollback&)> on_accepting{};
};

// Opens as without an anchor. KeyStore::open() then throws UserError, too, for a state that is not the last one; so
// does this when there is no database although the anchor knows of one.
std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options, WriteObserver observer,
                                             const AnchorOptions& anchor);

}  // namespace tandem::store
