#pragma once
// The value of each hexadecimal digit, by character.

#include <array>
#include <cstdint>

namespace tandem {

inline constexpr std::uint8_t kNotADigit = 0xff;
inline constexpr char kLowerDigits[] = "0123456789abcdef";
inline constexpr char kUpperDigits[] = "0123456789ABCDEF";

using DigitTable = std::array<std::uint8_t, 256>;

constexpr DigitTable make_digit_table(bool upper_case_too) {
    DigitTable table{};
    table.fill(kNotADigit);
    for (std::uint8_t value = 0; value < 16; ++value) {
        table[static_cast<std::uint8_t>(kLowerDigits[value])] = value;
        if (upper_case_too) table[static_cast<std::uint8_t>(kUpperDigits[value])] = value;
    }
    return table;
}

inline constexpr DigitTable kDigits = make_digit_table(true);
inline constexpr DigitTable kLowerCaseDigits = make_digit_table(false);

}  // namespace tandem
