#pragma once
// What a seed says of material that was imported once and may be gone: its fingerprints. They are MACs under a key of
// the tenant that never leaves its store, so they tell something only where that key is; `under` says which it is.

#include "../config/section_reader.hpp"
#include "seed.hpp"

#include <nlohmann/json.hpp>

namespace tandem::app {

// A name for the tenant's fingerprint key, which tells nothing of the key itself.
std::string name_of_fingerprint_key(const store::Tenant& tenant);

// The member imported_fingerprints of a key. Throws StartupError.
void read_imported(SectionReader& section, SeedKey& key);
void write_imported(const SeedKey& key, nlohmann::ordered_json& to);

}  // namespace tandem::app
