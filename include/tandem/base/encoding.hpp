#pragma once
// Base64 (standard alphabet, canonical) and hexadecimal.

#include "tandem/base/bytes.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// ---- base64: RFC 4648 section 4, always padded ----

constexpr std::size_t base64_length(std::size_t bytes) noexcept { return (bytes + 2) / 3 * 4; }
// The most bytes that `characters` of base64 can hold.
constexpr std::size_t base64_capacity(std::size_t characters) noexcept { return characters / 4 * 3; }

// Writes base64_length(bytes.size()) characters at `to`; returns the end.
char* base64_encode_to(char* to, ByteView bytes) noexcept;
std::string base64_encode(ByteView bytes);

// Strict: length a multiple of 4, right padding, zero trailing bits, no blanks or line ends. One text for each
// byte string. `to` holds base64_capacity(text.size()) or more, else the text is refused. Returns the number of
// bytes, nothing when refused.
std::optional<std::size_t> base64_decode_to(MutableBytes to, std::string_view text) noexcept;
std::optional<Bytes> base64_decode(std::string_view text);

// ---- hexadecimal ----

char* hex_encode_to(char* to, ByteView bytes) noexcept;  // lower case, 2 characters a byte
std::string hex_encode(ByteView bytes);
std::string hex_encode_upper(ByteView bytes);
// Either case. False when the length is odd, a character is not a digit, or `to` holds less than text.size() / 2.
bool hex_decode_to(MutableBytes to, std::string_view text) noexcept;
std::optional<Bytes> hex_decode(std::string_view text);

// ---- UTF-8 ----

bool is_valid_utf8(std::string_view text) noexcept;
// Number of code points; the text must be valid UTF-8.
std::size_t code_points(std::string_view text) noexcept;
// Replaces what is not UTF-8 by U+FFFD.
std::string utf8_lossy(ByteView bytes);

}  // namespace tandem
