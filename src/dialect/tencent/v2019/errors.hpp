#pragma once
// The vendor's codes for this server's errors (errors.def), with each action's exceptions.

#include "vendor_error.hpp"

#include <span>

namespace tandem::dialect::tencent::v2019 {

// HTTP status is 200 for every API error: any other loses the code in the SDKs (API 3.0 spec section 0, item 2).
inline constexpr unsigned kErrorStatus = 200;

// The answer to `code` in an action that has these overrides.
const VendorError& vendor_error(ErrorCode code, std::span<const ErrorOverride> overrides = {}) noexcept;

// A row of an action's overrides.
constexpr ErrorOverride instead(ErrorCode code, std::string_view vendor_code, std::string_view text) {
    return {code, {code, kErrorStatus, vendor_code, text}};
}

}  // namespace tandem::dialect::tencent::v2019
