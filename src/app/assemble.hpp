#pragma once
// Which dialects a listener serves.

#include "tandem/dialect/admin.hpp"
#include "tandem/dialect/dialect.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// The vendors' dialects, "health" or "admin". Throws StartupError for another name.
std::unique_ptr<dialect::Dialect> make_dialect(std::string_view name, const dialect::Settings& settings,
                                               const dialect::AdminOptions& admin);
std::vector<std::string> vendor_dialects();

}  // namespace tandem::app
