#pragma once
// Tags, rotation, bound resources and the end of imported material of a key, as a seed writes them.

#include "tandem/app/section_reader.hpp"

#include "seed.hpp"

#include <nlohmann/json.hpp>

#include <functional>

namespace tandem::standin {

// Reads tags, rotation, resources and material_expires of a key's section. `date` reads a date of a section. Throws
// UserError.
using ReadDate = std::function<std::optional<TimePoint>(app::SectionReader& section, std::string_view name)>;
void read_attributes(app::SectionReader& section, const ReadDate& date, TimePoint now, store::Key& key);

// Adds what is not as in a new key.
void write_attributes(const store::KeyAttributes& attributes, nlohmann::ordered_json& to);

// Dates that a seed says from now on are those of the stored key.
void resolve_dates(store::KeySettings& wanted, const store::KeySettings& stored);

// The key went on rotating from where a seed has it: dates that this has met are those of the stored key.
void resolve_rotation(store::KeySettings& wanted, const store::KeySettings& stored);

// Names what differs of what a document has, separated by commas.
std::string different_attributes(const store::KeyAttributes& stored, const store::KeyAttributes& wanted);

}  // namespace tandem::standin
