#pragma once
// Byte sequences and big-endian integers. Nothing here is secret: see secret.hpp for that.

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Owned bytes, and views of bytes that somebody else owns and keeps.
using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

// The same memory seen as bytes or as text; nothing is copied, and no encoding is checked.
inline ByteView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
// Views are no C strings: no NUL follows.
inline std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Big-endian store and load of 2, 4 or 8 bytes at any alignment; the caller has room for them all.
inline void store_u16_be(std::uint8_t* to, std::uint16_t value) noexcept {
    to[0] = static_cast<std::uint8_t>(value >> 8);
    to[1] = static_cast<std::uint8_t>(value);
}
inline void store_u32_be(std::uint8_t* to, std::uint32_t value) noexcept {
    for (int i = 0; i < 4; ++i) to[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}
inline void store_u64_be(std::uint8_t* to, std::uint64_t value) noexcept {
    for (int i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}
// Loads read exactly the integer's bytes.
inline std::uint32_t load_u32_be(const std::uint8_t* from) noexcept {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | from[i];
    return value;
}
inline std::uint64_t load_u64_be(const std::uint8_t* from) noexcept {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | from[i];
    return value;
}

// A copy of its own. Throws std::bad_alloc, as appending does.
inline Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// Appending, for canonical encodings off the hot path.
inline void append(Bytes& to, ByteView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
// 4 bytes, the most significant first.
inline void append_u32_be(Bytes& to, std::uint32_t value) {
    std::array<std::uint8_t, 4> raw;
    store_u32_be(raw.data(), value);
    append(to, raw);
}
// 8 bytes, the most significant first.
inline void append_u64_be(Bytes& to, std::uint64_t value) {
    std::array<std::uint8_t, 8> raw;
    store_u64_be(raw.data(), value);
    append(to, raw);
}
// Appends the length as a u32, then the bytes, of which there are less than 4 GiB.
inline void append_sized(Bytes& to, ByteView bytes) {
    append_u32_be(to, static_cast<std::uint32_t>(bytes.size()));
    append(to, bytes);
}

}  // namespace tandem
