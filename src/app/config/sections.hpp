#pragma once
// One function a section of the configuration, in the order of docs/configuration.md.

#include "tandem/app/config.hpp"
#include "tandem/app/environment.hpp"
#include "tandem/app/section_reader.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::app {

// Knows every section; `config` comes with the mode's defaults. Throws UserError.
void read_sections(const ConfigNode& tree, const Environment& environment, Config& config);

// The settings that all dialects have, and those of each vendor alone.
void read_dialects(SectionReader& root, Config& config);

// The sections that make a stand-in: seed, faults, clock, journal, and tls.impersonate. Server mode refuses them.
void read_stand_in(SectionReader& root, const Environment& environment, Config& config);

}  // namespace tandem::app
