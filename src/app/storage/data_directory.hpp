#pragma once
// Refusals of a data directory that this process cannot use: one line with the owner, our user and what to do.

#include "tandem/app/config.hpp"

#include <filesystem>

namespace tandem::app {

// Makes the directory, with mode 0700, when it is missing. Throws UserError.
void make_data_directory(const std::filesystem::path& directory);

// Throws UserError unless this process may make files in the directory of the database, and may read and write the
// database and its state anchor and read the unseal key where they exist.
void check_data_access(const StorageConfig& storage);

}  // namespace tandem::app
