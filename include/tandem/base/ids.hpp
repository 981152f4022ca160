#pragma once
// 128-bit identifiers, each a type of its own, shown as lower-case UUIDs.

#include "tandem/base/bytes.hpp"

#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// A UUID's text in bytes: 8-4-4-4-12 lower-case hexadecimal digits (RFC 4122 section 3), no NUL.
inline constexpr std::size_t kUuidLength = 36;
// Writes kUuidLength characters and returns their end.
char* format_uuid_to(char* to, std::span<const std::uint8_t, 16> bytes) noexcept;
// Parses lower-case digits only; false for any other text, and `to` is unspecified then: the vendors' key ids have one
// spelling.
bool parse_uuid_to(std::span<std::uint8_t, 16> to, std::string_view text) noexcept;

// The Tag keeps one kind of id from being taken for another. A new one is all zeros.
template <class Tag>
struct Id128 {
    std::array<std::uint8_t, 16> bytes{};

    // Nothing unless the text is a lower-case UUID of any version.
    static std::optional<Id128> parse(std::string_view text) noexcept {
        Id128 id;
        if (!parse_uuid_to(id.bytes, text)) return std::nullopt;
        return id;
    }
    // The UUID; allocates. Use format_uuid_to on the way of requests.
    [[nodiscard]] std::string text() const {
        std::string out(kUuidLength, '\0');
        format_uuid_to(out.data(), bytes);
        return out;
    }
    friend bool operator==(const Id128&, const Id128&) = default;
    friend auto operator<=>(const Id128&, const Id128&) = default;
};

// Ids of the store's entities; objects have ObjectId (store/key_attributes.hpp).
using KeyId = Id128<struct KeyIdTag>;
using TenantId = Id128<struct TenantIdTag>;
using KeySpaceId = Id128<struct KeySpaceIdTag>;

// Ids are random or hashes, so any eight of their bytes are a hash.
struct Id128Hash {
    template <class Tag>
    std::size_t operator()(const Id128<Tag>& id) const noexcept {
        std::size_t value;
        std::memcpy(&value, id.bytes.data(), sizeof value);
        return value;
    }
};

}  // namespace tandem
