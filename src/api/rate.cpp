#include "tandem/api/rate.hpp"

#include "tandem/base/user_error.hpp"

#include <algorithm>

namespace tandem::api {

namespace {

// The configured limit: of the action, else of the whole dialect, else the vendor's.
std::uint32_t configured_rate(const Settings& settings, std::string_view dialect, const VendorRate& vendor) {
    const auto find = [&](std::string_view action) {
        return std::find_if(settings.rates.begin(), settings.rates.end(), [&](const RateOverride& override_) {
            return override_.dialect == dialect && override_.action == action;
        });
    };
    if (const auto own = find(vendor.action); own != settings.rates.end()) return own->per_second;
    if (const auto all = find("*"); all != settings.rates.end()) return all->per_second;
    return vendor.per_second;
}

void check_overrides(const Settings& settings, std::string_view dialect, std::span<const VendorRate> actions) {
    for (const RateOverride& rate : settings.rates) {
        if (rate.dialect != dialect || rate.action == "*") continue;
        const bool known = std::any_of(actions.begin(), actions.end(),
                                       [&](const VendorRate& vendor) { return vendor.action == rate.action; });
        if (!known) {
            throw UserError(UserError::configuration, "limits.rate: " + rate.dialect + " has no action " + rate.action);
        }
    }
}

}  // namespace

RateTable::RateTable(const Settings& settings, std::string_view dialect, std::span<const VendorRate> actions)
    : buckets_(actions.size()) {
    if (settings.rate == RateMode::map) check_overrides(settings, dialect, actions);
    per_second_.reserve(actions.size());
    for (const VendorRate& vendor : actions) {
        switch (settings.rate) {
            case RateMode::vendor:
                per_second_.push_back(vendor.per_second);
                break;
            case RateMode::off:
                per_second_.push_back(0);
                break;
            case RateMode::map:
                per_second_.push_back(configured_rate(settings, dialect, vendor));
                break;
        }
    }
}

bool RateTable::admit(std::uint64_t tenant, std::size_t action, Exchange& exchange) const noexcept {
    if (exchange.admitted) return true;
    const std::uint32_t limit = per_second_[action];
    exchange.admitted = limit == 0 || buckets_.find(tenant, action).take(exchange.request.arrived_ticks, limit);
    return exchange.admitted;
}

}  // namespace tandem::api
