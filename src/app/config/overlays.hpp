#pragma once
// TANDEM_SECTION__KEY variables and --set section.key=value flags, laid over a configuration tree.

#include "tandem/app/config_tree.hpp"
#include "tandem/app/environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// Lays every TANDEM_ variable over the tree: "__" separates levels, letters are lower-cased. A value that begins with
// '{' or '[' is JSON, any other a text. Variables that are no settings (TANDEM_ADDR, TANDEM_ID, TANDEM_SECRET, and
// TANDEM_TEST_ and the like) are skipped; those of services and links (service_variables.hpp) too, and returned. Throws
// UserError; names that no section knows are found later, by the sections' readers.
std::vector<std::string> apply_environment(ConfigNode& tree, const Environment& environment);

// The same for flags, "limits.rate=off". Later ones win.
void apply_overrides(ConfigNode& tree, const std::vector<std::string>& overrides);

}  // namespace tandem::app
