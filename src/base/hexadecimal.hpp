#pragma once
// Tables of hexadecimal digits: a byte's two, and each digit's value.

#include <array>
#include <cstdint>
#include <cstring>

namespace tandem {

struct DigitPair {
    char text[2];
};
using PairTable = std::array<DigitPair, 256>;

constexpr PairTable make_pair_table(const char* digits) {
    PairTable table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) table[byte] = {{digits[byte >> 4], digits[byte & 0x0f]}};
    return table;
}

inline constexpr char kLowerDigits[] = "0123456789abcdef";
inline constexpr char kUpperDigits[] = "0123456789ABCDEF";
inline constexpr PairTable kLowerPairs = make_pair_table(kLowerDigits);
inline constexpr PairTable kUpperPairs = make_pair_table(kUpperDigits);

inline void put_pair(char* to, std::uint8_t byte, const PairTable& pairs) noexcept {
    std::memcpy(to, pairs[byte].text, sizeof pairs[byte].text);
}

// Digits have values up to 0x0f, everything else has this: the `or` of all values seen tells whether one was wrong.
inline constexpr std::uint8_t kNotADigit = 0xff;
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

// The byte of the two characters at `pair`.
inline std::uint8_t take_pair(const char* pair, const DigitTable& digits, std::uint8_t& seen) noexcept {
    const std::uint8_t high = digits[static_cast<std::uint8_t>(pair[0])];
    const std::uint8_t low = digits[static_cast<std::uint8_t>(pair[1])];
    seen |= static_cast<std::uint8_t>(high | low);
    return static_cast<std::uint8_t>(high << 4 | low);
}

inline bool all_are_digits(std::uint8_t seen) noexcept { return seen <= 0x0f; }

}  // namespace tandem
