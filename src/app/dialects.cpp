#include "tandem/app/dialects.hpp"

#include "tandem/base/user_error.hpp"

#include <algorithm>

namespace tandem::app {

std::vector<std::string> vendor_dialects() {
    std::vector<std::string> names;
    for (const auto& dialect : api::vendor_dialects()) names.emplace_back(dialect.name);
    return names;
}

std::unique_ptr<api::Dialect> make_dialect(std::string_view name, const api::Settings& settings,
                                           const api::VendorSettings& vendors, const api::AdminOptions& admin) {
    const auto dialects = api::vendor_dialects();
    if (const auto found = std::ranges::find(dialects, name, &api::VendorDialect::name); found != dialects.end())
        return found->make(settings, vendors);
    if (name == "health") return api::make_health({admin.is_ready});
    if (name == "admin") return api::make_admin(admin);
    std::string there;
    for (const auto& dialect : dialects) there += std::string{dialect.name} + ", ";
    throw UserError{UserError::configuration,
                    {.place = "listeners",
                     .text = "nothing named \"" + std::string{name} + "\" can be served",
                     .remedy = "there are " + there + "health and admin"}};
}

}  // namespace tandem::app
