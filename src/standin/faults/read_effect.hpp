#pragma once
// What a fault rule does, from its "do".

#include "config/section_reader.hpp"
#include "rule.hpp"

#include <string_view>

namespace tandem::app {

FaultEffect read_effect(SectionReader section);

// A decimal number from 0 to `most`; whether it was there.
bool read_decimal(SectionReader& section, std::string_view key, double& to, double most);

}  // namespace tandem::app
