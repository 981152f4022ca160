// Base64 by tables: 12 bits to two characters on the way out, one character to its place in 24 bits on the way in. What
// is long enough goes through the processor's wide registers first, where it has them.

#include "tandem/base/encoding.hpp"

#include "base64_blocks.hpp"

#include <array>

namespace tandem {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct CharacterPair {
    char text[2];
};

constexpr std::array<CharacterPair, 4096> make_pairs() {
    std::array<CharacterPair, 4096> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {{kAlphabet[i >> 6], kAlphabet[i & 63]}};
    return pairs;
}

// Mark that no group of four valid characters can give.
constexpr std::uint32_t kInvalid = 0x0100'0000;

using GroupTable = std::array<std::uint32_t, 256>;

constexpr GroupTable make_group_table(int shift) {
    GroupTable table{};
    table.fill(kInvalid);
    for (std::uint32_t value = 0; value < 64; ++value) {
        table[static_cast<std::uint8_t>(kAlphabet[value])] = value << shift;
    }
    return table;
}

constexpr auto kPairs = make_pairs();
constexpr std::array<GroupTable, 4> kGroups{make_group_table(18), make_group_table(12), make_group_table(6),
                                            make_group_table(0)};

std::uint32_t decode_group(const char* at) noexcept {
    return kGroups[0][static_cast<std::uint8_t>(at[0])] | kGroups[1][static_cast<std::uint8_t>(at[1])] |
           kGroups[2][static_cast<std::uint8_t>(at[2])] | kGroups[3][static_cast<std::uint8_t>(at[3])];
}

char* put_two_digits(char* to, std::uint32_t twelve_bits) noexcept {
    std::memcpy(to, kPairs[twelve_bits].text, 2);
    return to + 2;
}

// The last group when it ends in one or two '='. Returns the bytes written, 0 when refused.
std::size_t decode_padded_group(std::uint8_t* to, const char* at) noexcept {
    const bool one_byte = at[2] == '=';
    const char group[4] = {at[0], at[1], one_byte ? 'A' : at[2], 'A'};
    const std::uint32_t bits = decode_group(group);
    const std::uint32_t unused = one_byte ? 0x00ffff : 0x0000ff;
    if (bits >= kInvalid || (bits & unused) != 0) return 0;
    to[0] = static_cast<std::uint8_t>(bits >> 16);
    if (one_byte) return 1;
    to[1] = static_cast<std::uint8_t>(bits >> 8);
    return 2;
}

}  // namespace

char* base64_encode_to(char* to, ByteView bytes, const Base64Blocks* blocks) noexcept {
    if (blocks != nullptr) {
        const std::size_t taken = blocks->encode(to, bytes);
        bytes = bytes.subspan(taken);
        to += base64_length(taken);
    }
    const std::uint8_t* from = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 3; left -= 3, from += 3) {
        const std::uint32_t bits = std::uint32_t{from[0]} << 16 | std::uint32_t{from[1]} << 8 | from[2];
        to = put_two_digits(to, bits >> 12);
        to = put_two_digits(to, bits & 0xfff);
    }
    if (left == 0) return to;
    const std::uint32_t bits = std::uint32_t{from[0]} << 16 | (left == 2 ? std::uint32_t{from[1]} << 8 : 0);
    to = put_two_digits(to, bits >> 12);
    *to++ = left == 2 ? kAlphabet[bits >> 6 & 63] : '=';
    *to++ = '=';
    return to;
}

char* base64_encode_to(char* to, ByteView bytes) noexcept {
    return base64_encode_to(to, bytes, base64_blocks_of_this_processor());
}

std::string base64_encode(ByteView bytes) {
    std::string text(base64_length(bytes.size()), '\0');
    base64_encode_to(text.data(), bytes);
    return text;
}

std::optional<std::size_t> base64_decode_to(MutableBytes to, std::string_view text,
                                            const Base64Blocks* blocks) noexcept {
    if (text.size() % 4 != 0 || to.size() < base64_capacity(text.size())) return std::nullopt;
    if (text.empty()) return 0;
    const bool padded = text.back() == '=';
    const char* at = text.data();
    const char* const end = at + text.size() - (padded ? 4 : 0);
    std::uint8_t* out = to.data();
    std::uint32_t seen = 0;
    if (blocks != nullptr) {
        bool valid = true;
        at += blocks->decode(out, {at, end}, valid);
        out += base64_capacity(static_cast<std::size_t>(at - text.data()));
        if (!valid) seen = kInvalid;
    }
    for (; at != end; at += 4, out += 3) {
        const std::uint32_t bits = decode_group(at);
        seen |= bits;
        out[0] = static_cast<std::uint8_t>(bits >> 16);
        out[1] = static_cast<std::uint8_t>(bits >> 8);
        out[2] = static_cast<std::uint8_t>(bits);
    }
    if (seen >= kInvalid) return std::nullopt;
    if (padded) {
        const std::size_t last = decode_padded_group(out, at);
        if (last == 0) return std::nullopt;
        out += last;
    }
    return static_cast<std::size_t>(out - to.data());
}

std::optional<std::size_t> base64_decode_to(MutableBytes to, std::string_view text) noexcept {
    return base64_decode_to(to, text, base64_blocks_of_this_processor());
}

std::optional<Bytes> base64_decode(std::string_view text) {
    Bytes bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(bytes, text);
    if (!size) return std::nullopt;
    bytes.resize(*size);
    return bytes;
}

}  // namespace tandem
