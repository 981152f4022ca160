#pragma once
// A configuration tree as JSON.

#include "config/tree.hpp"

#include <nlohmann/json.hpp>

namespace tandem::app {

// Texts that are numbers or booleans in JSON become those: the tree does not say which had quotes.
nlohmann::json as_written(const ConfigNode& node);

}  // namespace tandem::app
