#pragma once
// Bytes of a test from hexadecimal text.

#include "tandem/base/encoding.hpp"

#include <stdexcept>
#include <string_view>

namespace tandem::test {

inline Bytes from_hex(std::string_view text) {
    auto bytes = hex_decode(text);
    if (!bytes) throw std::invalid_argument("not hexadecimal");
    return std::move(*bytes);
}

}  // namespace tandem::test
