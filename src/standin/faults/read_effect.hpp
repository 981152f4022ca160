#pragma once
// The effect of a fault rule, from its "do".

#include "tandem/app/section_reader.hpp"

#include "rule.hpp"

#include <string_view>

namespace tandem::standin {

FaultEffect read_effect(app::SectionReader section);

// A decimal number from 0 to `most`; whether it was there.
bool read_decimal(app::SectionReader& section, std::string_view key, double& to, double most);

}  // namespace tandem::standin
