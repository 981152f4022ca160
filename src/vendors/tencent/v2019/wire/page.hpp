#pragma once
// The parts that the lists of keys and of data keys share (API 3.0 spec section 6).

#include "tandem/api/fields.hpp"
#include "tandem/keys/key_facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem::api::tencent::v2019 {

// Offset and Limit.
struct Page {
    std::size_t offset;
    std::size_t limit;
};
inline Page read_page(const Fields& fields) noexcept {
    constexpr std::int64_t kUsualLimit = 10;
    return {static_cast<std::size_t>(fields.integer("Offset").value_or(0)),
            static_cast<std::size_t>(fields.integer("Limit").value_or(kUsualLimit))};
}

// Role: no cloud product makes keys here, so nothing is of any other.
inline bool asks_for_users_own(const Fields& fields) noexcept {
    constexpr std::int64_t kMadeByUser = 0;
    return fields.integer("Role").value_or(kMadeByUser) == kMadeByUser;
}

inline bool is_oldest_first(const Fields& fields) noexcept {
    constexpr std::int64_t kOldestFirst = 1;  // OrderType
    return fields.integer("OrderType") == kOldestFirst;
}

// Nothing for ALL and for an empty text.
inline std::optional<keys::KeyOrigin> read_origin(std::string_view text) noexcept {
    if (text == "TENCENT_KMS") return keys::KeyOrigin::generated;
    if (text == "EXTERNAL") return keys::KeyOrigin::external;
    return std::nullopt;
}

}  // namespace tandem::api::tencent::v2019
