#include "tandem/app/dialects.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/vendors/vendors.hpp"

namespace tandem::app {

std::vector<std::string> vendor_dialects() { return {"tencent-2019", "tencent-2017", "huawei"}; }

std::unique_ptr<api::Dialect> make_dialect(std::string_view name, const api::Settings& settings,
                                           const api::AdminOptions& admin) {
    if (name == "tencent-2019") return api::make_tencent_2019(settings);
    if (name == "tencent-2017") return api::make_tencent_2017(settings);
    if (name == "huawei") return api::make_huawei(settings);
    if (name == "health") return api::make_health({admin.is_ready});
    if (name == "admin") return api::make_admin(admin);
    throw UserError{UserError::configuration,
                    {.place = "listeners",
                     .text = "nothing named \"" + std::string{name} + "\" can be served",
                     .remedy = "there are tencent-2019, tencent-2017, huawei, health and admin"}};
}

}  // namespace tandem::app
