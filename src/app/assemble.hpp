#pragma once
// Which dialects a listener serves.

#include "tandem/admin/admin.hpp"
#include "tandem/api/dialect.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// The vendors' dialects, "health" or "admin". Throws UserError for another name.
std::unique_ptr<api::Dialect> make_dialect(std::string_view name, const api::Settings& settings,
                                           const api::AdminOptions& admin);
std::vector<std::string> vendor_dialects();

}  // namespace tandem::app
