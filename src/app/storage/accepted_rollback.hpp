#pragma once
// The consequences of going on with a state that is not the last one, remembered beside the database from before the
// acceptance until they are done, so that no crash between forgets them.

#include "tandem/store/key_store.hpp"
#include "tandem/store/state_anchor.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tandem::app {

// Durable on return. Throws UserError.
void note_rollback(const std::filesystem::path& database, const store::AcceptedRollback& rollback);

// Why the state that has opened was accepted, as long as what follows is not done; one line. A note of an acceptance
// that never came to be is removed.
std::optional<std::string> noted_rollback(const std::filesystem::path& database, const store::KeyStore& store);

// Removes the note: what follows is done, and durable.
void settle_rollback(const std::filesystem::path& database);

}  // namespace tandem::app
