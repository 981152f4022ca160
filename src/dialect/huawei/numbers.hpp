#pragma once
// Numbers travel as decimal texts (section 1).

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem::dialect::huawei {

// Digits only: no sign, no blanks, nothing behind.
inline std::optional<std::uint32_t> decimal(std::string_view text) noexcept {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace tandem::dialect::huawei
