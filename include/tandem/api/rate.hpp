#pragma once
// Rate limits of a dialect's actions: a bucket a (tenant, action), no lock, and no allocation but at a tenant's first
// request.

#include "tandem/api/dialect.hpp"
#include "tandem/api/tenant_buckets.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tandem::api {

struct VendorRate {
    std::string_view action;
    std::uint32_t per_second;  // the vendor's number; 0 = none
};

class RateTable {
  public:
    // One entry an action, in the order of the dialect's action table. Throws UserError: the settings limit an
    // action that the dialect has not.
    RateTable(const Settings& settings, std::string_view dialect, std::span<const VendorRate> actions);

    // Takes a token of the tenant of this serial (store::Tenant), once an exchange (Exchange::admitted). False: over
    // the limit. Any thread.
    [[nodiscard]] bool admit(std::uint64_t tenant, std::size_t action, Exchange& exchange) const noexcept;
    [[nodiscard]] std::uint32_t per_second(std::size_t action) const noexcept { return per_second_[action]; }

  private:
    std::vector<std::uint32_t> per_second_;
    mutable TenantBuckets buckets_;  // by action
};

}  // namespace tandem::api
