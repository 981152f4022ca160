#pragma once
// The field tables as docs/compatibility.md shows them.

#include "tandem/api/dialect.hpp"
#include "tandem/api/fields.hpp"

#include <span>
#include <vector>

namespace tandem::api {

// A row a field, members of objects after the object.
std::vector<FieldStatus> describe_rules(std::span<const FieldRule> rules);

}  // namespace tandem::api
