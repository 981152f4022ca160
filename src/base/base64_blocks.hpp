#pragma once
// Base64 many characters at a time, where the processor can. Blocks are whole groups from the start of a text; the rest
// of it, its padding and the refusals stay in base64.cpp.

#include "tandem/base/bytes.hpp"

#include <optional>

namespace tandem {

struct Base64Blocks {
    // Writes the text of as many bytes as it takes, a multiple of 3, and returns their number.
    std::size_t (*encode)(char* to, ByteView bytes) noexcept;
    // Writes the bytes of as many characters as it takes, a multiple of 4, and returns their number. `text` has no
    // padding. `valid` becomes false for characters outside the alphabet.
    std::size_t (*decode)(std::uint8_t* to, std::string_view text, bool& valid) noexcept;
};

// The best for the processor that runs this; nullptr when it has none.
const Base64Blocks* base64_blocks_of_this_processor() noexcept;

// Both as in tandem/base/encoding.hpp, with these blocks, or with none when nullptr.
char* base64_encode_to(char* to, ByteView bytes, const Base64Blocks* blocks) noexcept;
std::optional<std::size_t> base64_decode_to(MutableBytes to, std::string_view text,
                                            const Base64Blocks* blocks) noexcept;

}  // namespace tandem
