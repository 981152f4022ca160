#pragma once
// A seed's word on material that was imported once and may be gone: its fingerprints. They are MACs under a key of
// the tenant that never leaves its store, so they tell something only where that key is; `under` says which it is.

#include "tandem/app/section_reader.hpp"

#include "attributes.hpp"
#include "seed.hpp"

#include <nlohmann/json.hpp>

#include <span>

namespace tandem::standin {

// A name for the tenant's fingerprint key, which tells nothing of the key itself.
std::string name_of_fingerprint_key(const store::KeySpace& space);

// The member imported_fingerprints of a key. Throws UserError.
void read_imported(app::SectionReader& section, SeedKey& key);
void write_imported(const SeedKey& key, nlohmann::ordered_json& to);
// Takes the fingerprints of the stored key, or none.
void take_fingerprints(store::KeyAttributes& ours, const store::KeyAttributes* theirs);

// The member expires of an older version: a date or "never". Nothing: it ends with the newest one.
struct SeedEnd {
    std::size_t version;
    OptionalTime time;
};
std::optional<OptionalTime> read_end(app::SectionReader& version, const ReadDate& date);
void set_ends(store::KeyAttributes& attributes, std::span<const SeedEnd> ends);
void write_end(const SeedKey& key, std::size_t version, nlohmann::ordered_json& to);
// Dates that a seed leaves open are those of the stored key.
void resolve_ends(store::KeyAttributes& ours, const store::KeyAttributes& theirs);

}  // namespace tandem::standin
