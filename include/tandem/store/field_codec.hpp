#pragma once
// Structs that tell their fields (key_attributes.hpp) as bytes: for each field that is not as in a new object
// number u8 ‖ u32 length ‖ value. docs/formats.md, "Fields".

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

template <class T>
concept WholeNumber = std::integral<T> || std::is_enum_v<T>;

// ---- to bytes ----

template <Described T>
Bytes encode_fields(const T& object);

inline Bytes encode_value(std::uint64_t number) {
    Bytes encoded;
    append_u64_be(encoded, number);
    return encoded;
}
template <WholeNumber T>
Bytes encode_value(T number) {
    return encode_value(static_cast<std::uint64_t>(number));
}
inline Bytes encode_value(TimePoint time) { return encode_value(static_cast<std::uint64_t>(to_milliseconds(time))); }
inline Bytes encode_value(const OptionalTime& time) { return encode_value(*time); }  // left out when it is not set
inline Bytes encode_value(const std::string& text) { return to_bytes(as_bytes(text)); }
inline Bytes encode_value(const Bytes& bytes) { return bytes; }
template <class Tag>
Bytes encode_value(const Id128<Tag>& id) {
    return to_bytes(id.bytes);
}
template <Described T>
Bytes encode_value(const T& object) {
    return encode_fields(object);
}
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
        if (value == Value{}) return;
        encoded.push_back(number);
        append_sized(encoded, encode_value(value));
    });
    return encoded;
}

// ---- from bytes: false when they are not what encode_fields makes ----

template <Described T>
bool decode_fields(ByteView encoded, T& object);

inline bool decode_value(ByteView encoded, std::uint64_t& number) {
    if (encoded.size() != sizeof number) return false;
    number = load_u64_be(encoded.data());
    return true;
}
template <WholeNumber T>
bool decode_value(ByteView encoded, T& value) {
    std::uint64_t number = 0;
    if (!decode_value(encoded, number)) return false;
    value = static_cast<T>(number);
    return static_cast<std::uint64_t>(value) == number;
}
inline bool decode_value(ByteView encoded, TimePoint& time) {
    std::uint64_t number = 0;
    if (!decode_value(encoded, number)) return false;
    time = from_milliseconds(static_cast<std::int64_t>(number));
    return true;
}
inline bool decode_value(ByteView encoded, OptionalTime& time) {
    TimePoint point;
    if (!decode_value(encoded, point)) return false;
    time = point;
    return true;
}
inline bool decode_value(ByteView encoded, std::string& text) {
    text = as_text(encoded);
    return true;
}
inline bool decode_value(ByteView encoded, Bytes& bytes) {
    bytes = to_bytes(encoded);
    return true;
}
template <class Tag>
bool decode_value(ByteView encoded, Id128<Tag>& id) {
    if (encoded.size() != id.bytes.size()) return false;
    std::ranges::copy(encoded, id.bytes.begin());
    return true;
}
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

template <class T>
    requires(!std::same_as<T, std::uint8_t>)
bool decode_value(ByteView encoded, std::vector<T>& items) {
    while (!encoded.empty()) {
        const auto item = take_sized(encoded);
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
            if (candidate == number && value) good = decode_value(*value, member);
        });
        if (!good) return false;
    }
    return true;
}

}  // namespace tandem::store
