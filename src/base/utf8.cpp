// UTF-8 as in Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.

#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace tandem {
namespace {

struct Sequence {
    std::size_t length;  // of the code point, or of the longest start of one; at least 1
    bool valid;
};

// Demands of a first byte: how many bytes follow, and the range of the second one.
struct Lead {
    std::uint8_t following;
    std::uint8_t second_from;
    std::uint8_t second_to;
};

constexpr std::array<Lead, 256> make_leads() {
    std::array<Lead, 256> leads{};  // no lead at all, unless said below
    const auto set = [&](std::size_t first, std::size_t last, Lead lead) {
        for (std::size_t byte = first; byte <= last; ++byte) leads[byte] = lead;
    };
    set(0xc2, 0xdf, {1, 0x80, 0xbf});
    set(0xe0, 0xe0, {2, 0xa0, 0xbf});
    set(0xe1, 0xec, {2, 0x80, 0xbf});
    set(0xed, 0xed, {2, 0x80, 0x9f});
    set(0xee, 0xef, {2, 0x80, 0xbf});
    set(0xf0, 0xf0, {3, 0x90, 0xbf});
    set(0xf1, 0xf3, {3, 0x80, 0xbf});
    set(0xf4, 0xf4, {3, 0x80, 0x8f});
    return leads;
}

constexpr auto kLeads = make_leads();

// The sequence at the start of `bytes`, which is not empty.
Sequence next_sequence(ByteView bytes) noexcept {
    if (bytes[0] < 0x80) return {1, true};
    const Lead& lead = kLeads[bytes[0]];
    if (lead.following == 0) return {1, false};
    std::size_t length = 1;
    std::uint8_t from = lead.second_from;
    std::uint8_t to = lead.second_to;
    for (; length <= lead.following; ++length) {
        if (length == bytes.size() || bytes[length] < from || bytes[length] > to) return {length, false};
        from = 0x80;
        to = 0xbf;
    }
    return {length, true};
}

// Bytes below 0x80 at the start, by eights while that goes.
std::size_t ascii_run(ByteView bytes) noexcept {
    std::size_t length = 0;
    std::uint64_t eight = 0;
    while (length + sizeof eight <= bytes.size()) {
        std::memcpy(&eight, bytes.data() + length, sizeof eight);
        if ((eight & 0x8080'8080'8080'8080) != 0) break;
        length += sizeof eight;
    }
    while (length < bytes.size() && bytes[length] < 0x80) ++length;
    return length;
}

}  // namespace

bool is_valid_utf8(std::string_view text) noexcept {
    ByteView left = as_bytes(text);
    for (;;) {
        left = left.subspan(ascii_run(left));
        if (left.empty()) return true;
        const Sequence sequence = next_sequence(left);
        if (!sequence.valid) return false;
        left = left.subspan(sequence.length);
    }
}

std::size_t code_points(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(as_bytes(text), [](std::uint8_t byte) {
        return (byte & 0xc0) != 0x80;  // not a continuation
    }));
}

std::string utf8_lossy(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Sequence sequence = next_sequence(bytes);
        text.append(sequence.valid ? as_text(bytes.first(sequence.length)) : "\xef\xbf\xbd");
        bytes = bytes.subspan(sequence.length);
    }
    return text;
}

}  // namespace tandem
