#include "hexadecimal.hpp"

#include "tandem/base/encoding.hpp"

namespace tandem {
namespace {

char* encode_with(const char* digits, char* to, ByteView bytes) noexcept {
    for (const std::uint8_t byte : bytes) {
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 0x0f];
    }
    return to;
}

}  // namespace

char* hex_encode_to(char* to, ByteView bytes) noexcept { return encode_with(kLowerDigits, to, bytes); }

std::string hex_encode(ByteView bytes) {
    std::string text(bytes.size() * 2, '\0');
    encode_with(kLowerDigits, text.data(), bytes);
    return text;
}

std::string hex_encode_upper(ByteView bytes) {
    std::string text(bytes.size() * 2, '\0');
    encode_with(kUpperDigits, text.data(), bytes);
    return text;
}

bool hex_decode_to(MutableBytes to, std::string_view text) noexcept {
    if (text.size() % 2 != 0) return false;
    std::uint8_t seen = 0;
    for (std::size_t i = 0; i < text.size() / 2; ++i) {
        const std::uint8_t high = kDigits[static_cast<std::uint8_t>(text[2 * i])];
        const std::uint8_t low = kDigits[static_cast<std::uint8_t>(text[2 * i + 1])];
        seen |= static_cast<std::uint8_t>(high | low);
        to[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return seen <= 0x0f;
}

std::optional<Bytes> hex_decode(std::string_view text) {
    Bytes bytes(text.size() / 2);
    if (!hex_decode_to(bytes, text)) return std::nullopt;
    return bytes;
}

}  // namespace tandem
