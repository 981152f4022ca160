#pragma once
// A configuration tree as JSON.

#include "tandem/app/config_tree.hpp"

#include <nlohmann/json.hpp>

namespace tandem::standin {

// Texts that are numbers or booleans in JSON become those: the tree does not say which had quotes.
nlohmann::json as_written(const app::ConfigNode& node);

}  // namespace tandem::standin
