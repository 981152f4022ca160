#include "tandem/base/ids.hpp"

#include "hexadecimal.hpp"

namespace tandem {
namespace {

// A dash stands before these bytes.
constexpr bool dash_before(std::size_t byte) noexcept { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

char* format_uuid_to(char* to, std::span<const std::uint8_t, 16> bytes) noexcept {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dash_before(i)) *to++ = '-';
        *to++ = kLowerDigits[bytes[i] >> 4];
        *to++ = kLowerDigits[bytes[i] & 0x0f];
    }
    return to;
}

bool parse_uuid_to(std::span<std::uint8_t, 16> to, std::string_view text) noexcept {
    if (text.size() != kUuidLength) return false;
    const char* at = text.data();
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (dash_before(i) && *at++ != '-') return false;
        const std::uint8_t high = kLowerCaseDigits[static_cast<std::uint8_t>(*at++)];
        const std::uint8_t low = kLowerCaseDigits[static_cast<std::uint8_t>(*at++)];
        if (high == kNotADigit || low == kNotADigit) return false;
        to[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

}  // namespace tandem
