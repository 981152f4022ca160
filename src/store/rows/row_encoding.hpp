#pragma once
// A row as the bytes that MACs are made of: docs/formats.md, "Row MACs".

#include "tandem/base/bytes.hpp"
#include "tandem/store/backend.hpp"

#include "tables.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <span>
#include <variant>

namespace tandem::store {

template <std::unsigned_integral Number>
Number to_big_endian(Number value) noexcept {
    if constexpr (std::endian::native == std::endian::big) return value;
    return sizeof value == sizeof(std::uint64_t) ? static_cast<Number>(__builtin_bswap64(value))
                                                 : static_cast<Number>(__builtin_bswap32(value));
}

// u32 length ‖ table ‖ u32 number of columns ‖ for each its type and value. Sink: copy(const void*, std::size_t) for
// what is small, and append(ByteView). The values are of a Row or of a RowView.
template <class Sink, class AnyValue>
void encode_row(Sink& to, Table table, std::span<const AnyValue> values) {
    enum class Type : std::uint8_t { integer = 1, text = 2, bytes = 3 };
    const auto number = [&to](auto value) {
        const auto big_endian = to_big_endian(value);
        to.copy(&big_endian, sizeof big_endian);
    };
    const auto type = [&to](Type value) { to.copy(&value, sizeof value); };
    const auto sized = [&](ByteView bytes) {
        number(static_cast<std::uint32_t>(bytes.size()));
        to.append(bytes);
    };
    sized(as_bytes(name_of(table)));
    number(static_cast<std::uint32_t>(values.size()));
    for (const AnyValue& value : values) {
        if (const auto* integer = std::get_if<0>(&value)) {
            type(Type::integer);
            number(static_cast<std::uint64_t>(*integer));
        } else if (const auto* text = std::get_if<1>(&value)) {
            type(Type::text);
            sized(as_bytes(*text));
        } else {
            type(Type::bytes);
            sized(std::get<2>(value));
        }
    }
}

}  // namespace tandem::store
