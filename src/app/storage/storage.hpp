#pragma once
// Opens the store with its unseal key, under the rules of the mode.

#include "tandem/app/config.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/store/key_store.hpp"

#include "storage_watch.hpp"

#include <spdlog/logger.h>

#include <memory>

namespace tandem::app {

// Throws UserError: a data directory that is missing (server mode) or that group or world may write (server mode),
// a database without its unseal key, and all that the store itself refuses. `watch` is told what becomes of writing.
std::unique_ptr<store::KeyStore> open_store(const Config& config, const Clock& clock, spdlog::logger& log,
                                            StorageWatch& watch);

}  // namespace tandem::app
