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

// 36 characters, 8-4-4-4-12, lower case.
inline constexpr std::size_t kUuidLength = 36;
char* format_uuid_to(char* to, std::span<const std::uint8_t, 16> bytes) noexcept;
// Lower-case digits only: the vendors' key ids have one spelling.
bool parse_uuid_to(std::span<std::uint8_t, 16> to, std::string_view text) noexcept;

template <class Tag>
struct Id128 {
    std::array<std::uint8_t, 16> bytes{};

    static std::optional<Id128> parse(std::string_view text) noexcept {
        Id128 id;
        if (!parse_uuid_to(id.bytes, text)) return std::nullopt;
        return id;
    }
    [[nodiscard]] std::string text() const {
        std::string out(kUuidLength, '\0');
        format_uuid_to(out.data(), bytes);
        return out;
    }
    friend bool operator==(const Id128&, const Id128&) = default;
    friend auto operator<=>(const Id128&, const Id128&) = default;
};

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
