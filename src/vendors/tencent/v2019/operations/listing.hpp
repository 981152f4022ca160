#pragma once
// What the lists of keys and of data keys have in common (API 3.0 spec section 6).

#include "tandem/keys/key_facts.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem::api::tencent::v2019 {

inline constexpr std::int64_t kDefaultLimit = 10;
inline constexpr std::int64_t kMadeByUser = 0;   // Role
inline constexpr std::int64_t kOldestFirst = 1;  // OrderType

// Nothing for ALL and for an empty text.
inline std::optional<keys::KeyOrigin> read_origin(std::string_view text) noexcept {
    if (text == "TENCENT_KMS") return keys::KeyOrigin::generated;
    if (text == "EXTERNAL") return keys::KeyOrigin::external;
    return std::nullopt;
}

}  // namespace tandem::api::tencent::v2019
