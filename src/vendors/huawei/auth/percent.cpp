#include "percent.hpp"

#include <array>
#include <cstdint>

namespace tandem::api::huawei {

namespace {

constexpr std::array<bool, 256> make_unreserved() {
    std::array<bool, 256> set{};
    for (int c = 'a'; c <= 'z'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (int c = '0'; c <= '9'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (const char c : std::string_view{"-_.~"}) set[static_cast<std::uint8_t>(c)] = true;
    return set;
}
constexpr std::array<bool, 256> kUnreserved = make_unreserved();

int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool is_unreserved(char c) noexcept { return kUnreserved[static_cast<std::uint8_t>(c)]; }

char* percent_decode_to(char* to, std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = digit_value(text[i + 1]);
            const int low = digit_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                *to++ = static_cast<char>(high << 4 | low);
                i += 2;
                continue;
            }
        }
        *to++ = text[i];
    }
    return to;
}

char* percent_encode_to(char* to, char c) noexcept {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (is_unreserved(c)) {
        *to++ = c;
        return to;
    }
    *to++ = '%';
    *to++ = kDigits[static_cast<std::uint8_t>(c) >> 4];
    *to++ = kDigits[static_cast<std::uint8_t>(c) & 0x0f];
    return to;
}

char* percent_encode_to(char* to, std::string_view text) noexcept {
    for (const char c : text) to = percent_encode_to(to, c);
    return to;
}

}  // namespace tandem::api::huawei
