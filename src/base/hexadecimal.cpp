#include "hexadecimal.hpp"

#include "tandem/base/encoding.hpp"

namespace tandem {
namespace {

char* encode_with(const PairTable& pairs, char* to, ByteView bytes) noexcept {
    for (const std::uint8_t byte : bytes) {
        put_pair(to, byte, pairs);
        to += 2;
    }
    return to;
}

}  // namespace

char* hex_encode_to(char* to, ByteView bytes) noexcept { return encode_with(kLowerPairs, to, bytes); }

std::string hex_encode(ByteView bytes) {
    std::string text(bytes.size() * 2, '\0');
    encode_with(kLowerPairs, text.data(), bytes);
    return text;
}

std::string hex_encode_upper(ByteView bytes) {
    std::string text(bytes.size() * 2, '\0');
    encode_with(kUpperPairs, text.data(), bytes);
    return text;
}

bool hex_decode_to(MutableBytes to, std::string_view text) noexcept {
    if (text.size() % 2 != 0 || to.size() < text.size() / 2) return false;
    std::uint8_t* out = to.data();
    std::uint8_t seen = 0;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end; at += 2) *out++ = take_pair(at, kDigits, seen);
    return all_are_digits(seen);
}

std::optional<Bytes> hex_decode(std::string_view text) {
    Bytes bytes(text.size() / 2);
    if (!hex_decode_to(bytes, text)) return std::nullopt;
    return bytes;
}

}  // namespace tandem
