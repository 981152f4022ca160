#include "regions.hpp"

namespace tandem::dialect::huawei {

std::string_view region_of(const Caller& caller, const Settings& settings) noexcept {
    if (settings.key_spaces == KeySpaces::shared || caller.project == nullptr) return settings.huawei_region;
    return caller.project->name;
}

}  // namespace tandem::dialect::huawei
