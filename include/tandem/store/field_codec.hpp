#pragma once
// Encoding of structs that tell their fields (key_attributes.hpp) as bytes: for each field that is not as in a new
// object number u8 ‖ u32 length ‖ value. docs/formats.md, "Fields".

#include "tandem/base/bytes.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/store/described.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tandem::store {

// Integers, bool and enumerations, which are all stored as a u64.
template <class T>
concept WholeNumber = std::integral<T> || std::is_enum_v<T>;

// ---- to bytes ----

// The object's fields, in the order of their numbers; empty for a new object. Throws std::bad_alloc.
template <Described T>
Bytes encode_fields(const T& object);

// Eight bytes, big-endian.
inline Bytes encode_value(std::uint64_t number) {
    Bytes encoded;
    append_u64_be(encoded, number);
    return encoded;
}
// Widened to 64 bits: a negative number to its two's complement.
template <WholeNumber T>
Bytes encode_value(T number) {
    return encode_value(static_cast<std::uint64_t>(number));
}
// Milliseconds since 1970-01-01 UTC, an i64.
inline Bytes encode_value(TimePoint time) { return encode_value(static_cast<std::uint64_t>(to_milliseconds(time))); }
inline Bytes encode_value(const OptionalTime& time) { return encode_value(*time); }  // left out when it is not set
// The text's bytes: no NUL, and no check that they are UTF-8.
inline Bytes encode_value(const std::string& text) { return to_bytes(as_bytes(text)); }
inline Bytes encode_value(const Bytes& bytes) { return bytes; }
// Sixteen bytes.
template <class Tag>
Bytes encode_value(const Id128<Tag>& id) {
    return to_bytes(id.bytes);
}
// A struct in a struct: fields in a field.
template <Described T>
Bytes encode_value(const T& object) {
    return encode_fields(object);
}
// For each item u32 length ‖ value; Bytes are no list.
template <class T>
    requires(!std::same_as<T, std::uint8_t>)
Bytes encode_value(const std::vector<T>& items) {
    Bytes encoded;
    for (const T& item : items) append_sized(encoded, encode_value(item));
    return encoded;
}

template <Described T>
Bytes encode_fields(const T& object) {
    Bytes encoded;
    T::describe(object, [&]<class Value>(std::uint8_t number, std::string_view, const Value& value) {
        // No field for a value as in a new object.
        if (value == Value{}) return;
        encoded.push_back(number);
        append_sized(encoded, encode_value(value));
    });
    return encoded;
}

// ---- from bytes: false when they are not what encode_fields makes ----

// Reads into a new object, which keeps its value in every field that is left out. Throws std::bad_alloc.
template <Described T>
bool decode_fields(ByteView encoded, T& object);

// False unless it is eight bytes.
inline bool decode_value(ByteView encoded, std::uint64_t& number) {
    if (encoded.size() != sizeof number) return false;
    number = load_u64_be(encoded.data());
    return true;
}
// False also for a number that T does not hold. An enumeration's own values are its owner's to check.
template <WholeNumber T>
bool decode_value(ByteView encoded, T& value) {
    std::uint64_t number = 0;
    if (!decode_value(encoded, number)) return false;
    value = static_cast<T>(number);
    // A number that lost bits on the way to T is refused.
    return static_cast<std::uint64_t>(value) == number;
}
// Any i64 is a time.
inline bool decode_value(ByteView encoded, TimePoint& time) {
    std::uint64_t number = 0;
    if (!decode_value(encoded, number)) return false;
    time = from_milliseconds(static_cast<std::int64_t>(number));
    return true;
}
// Set, since a time that is not set has no field.
inline bool decode_value(ByteView encoded, OptionalTime& time) {
    TimePoint point;
    if (!decode_value(encoded, point)) return false;
    time = point;
    return true;
}
// Any bytes are a text.
inline bool decode_value(ByteView encoded, std::string& text) {
    text = as_text(encoded);
    return true;
}
inline bool decode_value(ByteView encoded, Bytes& bytes) {
    bytes = to_bytes(encoded);
    return true;
}
// False unless it is sixteen bytes.
template <class Tag>
bool decode_value(ByteView encoded, Id128<Tag>& id) {
    if (encoded.size() != id.bytes.size()) return false;
    std::ranges::copy(encoded, id.bytes.begin());
    return true;
}
// A struct in a struct, as strict as the outer one.
template <Described T>
bool decode_value(ByteView encoded, T& object) {
    return decode_fields(encoded, object);
}

// Takes u32 length ‖ bytes off the front; nothing when they are not all there.
inline std::optional<ByteView> take_sized(ByteView& from) {
    constexpr std::size_t kHead = 4;
    if (from.size() < kHead) return std::nullopt;
    const std::size_t size = load_u32_be(from.data());
    if (from.size() - kHead < size) return std::nullopt;
    const ByteView taken = from.subspan(kHead, size);
    from = from.subspan(kHead + size);
    return taken;
}

// Appends the items; false when one does not decode, or bytes are left.
template <class T>
    requires(!std::same_as<T, std::uint8_t>)
bool decode_value(ByteView encoded, std::vector<T>& items) {
    while (!encoded.empty()) {
        const auto item = take_sized(encoded);
        // The items before the bad one stay in `items`: whoever gets false throws the object away.
        if (!item || !decode_value(*item, items.emplace_back())) return false;
    }
    return true;
}

// A field that this program does not know is refused: a newer one wrote it, and it may decide something.
template <Described T>
bool decode_fields(ByteView encoded, T& object) {
    while (!encoded.empty()) {
        const std::uint8_t number = encoded.front();
        encoded = encoded.subspan(1);
        const auto value = take_sized(encoded);
        bool good = false;
        T::describe(object, [&](std::uint8_t candidate, std::string_view, auto& member) {
            // The number and the type of a field are the struct's; the bytes tell neither name nor type.
            if (candidate == number && value) good = decode_value(*value, member);
        });
        if (!good) return false;
    }
    return true;
}

}  // namespace tandem::store
