#include "errors.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

consteval std::array<VendorError, kErrorCodeCount> make_table() {
    std::array<VendorError, kErrorCodeCount> table{};
#define TANDEM_VENDOR_ERROR(neutral, vendor, english, chinese) \
    table[static_cast<std::size_t>(ErrorCode::neutral)] = {ErrorCode::neutral, kErrorStatus, vendor, english, chinese};
#define TANDEM_VENDOR_TEXT(english, chinese)
#include "errors.def"
#undef TANDEM_VENDOR_ERROR
#undef TANDEM_VENDOR_TEXT
    return table;
}

constexpr auto kErrors = make_table();
static_assert(std::ranges::none_of(kErrors, [](const VendorError& row) { return row.vendor_code.empty(); }),
              "errors.def must map every neutral code");

}  // namespace

const VendorError& vendor_error(ErrorCode code, std::span<const ErrorOverride> overrides) noexcept {
    for (const ErrorOverride& exception : overrides)
        if (exception.code == code) return exception.becomes;
    return kErrors[static_cast<std::size_t>(code)];
}

}  // namespace tandem::api::tencent::v2019
