#pragma once
// Rate limits of a dialect's actions: a bucket a (tenant, action), no lock, no allocation.

#include "tandem/api/dialect.hpp"

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
    // One entry an action, in the order of the dialect's action table; `slot_base` as in make_*().
    RateTable(const Settings& settings, std::string_view dialect, std::span<const VendorRate> actions,
              std::size_t slot_base);

    // Takes a token, once an exchange (Exchange::admitted). False: over the limit.
    [[nodiscard]] bool admit(const store::Tenant& tenant, std::size_t action, Exchange& exchange) const noexcept;
    [[nodiscard]] std::uint32_t per_second(std::size_t action) const noexcept { return per_second_[action]; }

  private:
    std::vector<std::uint32_t> per_second_;
    std::size_t slot_base_;
};

}  // namespace tandem::api
