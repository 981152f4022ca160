#pragma once
// Dialects that a listener can serve, by name. Any thread.

#include "tandem/admin/admin.hpp"
#include "tandem/api/dialect.hpp"
#include "tandem/vendors/vendors.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// The vendors' dialects, in the order of the documents.
std::vector<std::string> vendor_dialects();

// One of them, "health" or "admin"; without settings, to ask what it serves. Throws UserError(configuration) for
// another name.
std::unique_ptr<api::Dialect> make_dialect(std::string_view name, const api::Settings& settings = {},
                                           const api::VendorSettings& vendors = {},
                                           const api::AdminOptions& admin = {});

}  // namespace tandem::app
