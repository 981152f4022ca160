#pragma once
// One key as a seed writes it.

#include "tandem/app/section_reader.hpp"

#include "seed.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tandem::standin {

// Refuses what is not among the names, before anything is missed that is only mistyped.
void refuse_unknown(app::SectionReader& section, std::initializer_list<std::string_view> known);

// Calls `read` with each item of a list; none when it is not there. What is not read of an item is refused.
void for_each_item(app::SectionReader& root, std::string_view key,
                   const std::function<void(app::SectionReader&)>& read);

// `tenant` is whose a key is without saying. Throws UserError.
SeedKey read_seed_key(app::SectionReader& section, const SeedSources& sources, const std::string& tenant);

}  // namespace tandem::standin
