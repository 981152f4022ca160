#pragma once
// Vendor's error that a neutral one becomes. Each dialect has one errors.def that fills one such table; no default
// branch.

#include "tandem/base/error.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tandem::api {

struct VendorError {
    ErrorCode code;
    unsigned http_status;
    std::string_view vendor_code;   // "InvalidParameterValue.InvalidKeyId", "KMS.0205", "4530/10630"
    std::string_view text;          // "{}" stands for the error's subject
    std::string_view chinese = {};  // the same, where the vendor speaks it too
};

// An action whose vendor answers a neutral code with another of its own codes.
struct ErrorOverride {
    ErrorCode code;
    VendorError becomes;
};

// The rows of all `groups`, in their order.
template <std::size_t... sizes>
consteval auto joined(const std::array<ErrorOverride, sizes>&... groups) {
    std::array<ErrorOverride, (sizes + ...)> rows{};
    auto end = rows.begin();
    ((end = std::ranges::copy(groups, end).out), ...);
    return rows;
}

// `text` with "{}" replaced.
std::string public_text(std::string_view text, std::string_view subject);

}  // namespace tandem::api
