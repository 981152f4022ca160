#include "errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tandem::api::tencent::v2017 {

namespace {

consteval std::array<VendorError, kErrorCodeCount> make_table() {
    std::array<VendorError, kErrorCodeCount> table{};
#define TANDEM_VENDOR_ERROR(neutral, vendor, words) \
    table[static_cast<std::size_t>(ErrorCode::neutral)] = {ErrorCode::neutral, kStatus, vendor, words};
#include "errors.def"
#undef TANDEM_VENDOR_ERROR
    return table;
}

constexpr auto kErrors = make_table();
static_assert(std::ranges::none_of(kErrors, [](const VendorError& row) { return row.vendor_code.empty(); }),
              "errors.def must map every neutral code");

}  // namespace

const VendorError& vendor_error(ErrorCode code) noexcept { return kErrors[static_cast<std::size_t>(code)]; }

WireError wire_error(const VendorError& error, std::string_view subject) {
    const std::string_view digits = error.vendor_code;
    WireError wire{};
    const char* const end = std::from_chars(digits.data(), digits.data() + digits.size(), wire.code).ptr;
    const std::string_view module = digits.substr(static_cast<std::size_t>(end - digits.data()));
    if (!module.empty()) wire.message.append("(").append(module.substr(1)).append(")");
    wire.message += public_text(error.text, subject);
    return wire;
}

}  // namespace tandem::api::tencent::v2017
