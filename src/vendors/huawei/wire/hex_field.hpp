#pragma once
// Fields that hold bytes in hexadecimal.

#include "tandem/api/arena.hpp"
#include "tandem/base/encoding.hpp"

#include <optional>
#include <string_view>

namespace tandem::api::huawei {

// The bytes of digits of either case, in the arena; nothing when the text is no such digits.
inline std::optional<ByteView> read_hex(std::string_view text, Arena& arena) {
    const MutableBytes bytes = arena.bytes(text.size() / 2);
    if (!hex_decode_to(bytes, text)) return std::nullopt;
    return bytes;
}

}  // namespace tandem::api::huawei
