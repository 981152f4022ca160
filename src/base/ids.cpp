#include "tandem/base/ids.hpp"

#include "hexadecimal.hpp"

namespace tandem {
namespace {

// Where the characters of each byte stand, and the dashes.
constexpr std::array<std::uint8_t, 16> kPlaces = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::uint8_t, 4> kDashes = {8, 13, 18, 23};

}  // namespace

char* format_uuid_to(char* to, std::span<const std::uint8_t, 16> bytes) noexcept {
    const std::uint8_t* from = bytes.data();
    for (const std::uint8_t place : kPlaces) put_pair(to + place, *from++, kLowerPairs);
    for (const std::uint8_t place : kDashes) to[place] = '-';
    return to + kUuidLength;
}

bool parse_uuid_to(std::span<std::uint8_t, 16> to, std::string_view text) noexcept {
    if (text.size() != kUuidLength) return false;
    const char* const from = text.data();
    std::uint8_t* out = to.data();
    std::uint8_t seen = 0;
    for (const std::uint8_t place : kPlaces) *out++ = take_pair(from + place, kLowerCaseDigits, seen);
    bool dashes = true;
    for (const std::uint8_t place : kDashes) dashes &= from[place] == '-';
    return dashes && all_are_digits(seen);
}

}  // namespace tandem
