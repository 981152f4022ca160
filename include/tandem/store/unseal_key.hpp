#pragma once
// The key outside the database that opens it: a file of mode 0600 with 64 hexadecimal digits and a line end.

#include "tandem/base/secret.hpp"

#include <filesystem>

namespace tandem::store {

inline constexpr std::size_t kUnsealKeyBytes = 32;

// Throws UserError: missing, not mode 0600, not the form.
SecretBytes read_unseal_key(const std::filesystem::path& file);
// Makes a random key and its file (0600, synced, never over an existing one). Throws UserError.
SecretBytes create_unseal_key(const std::filesystem::path& file);
// The id under which the database names the unseal key it wants, as hexadecimal text; safe to print.
std::string unseal_key_id(const SecretBytes& key);

}  // namespace tandem::store
