#pragma once
// Every action of the legacy API, a row each (2017 API, section 6).

#include "tencent/v2017/wire/handling.hpp"

#include <span>
#include <string_view>

namespace tandem::api::tencent::v2017 {

enum class Plane : std::uint8_t { data, control };

struct ActionRow {
    std::string_view name;
    Plane plane;
    Result<void> (*handle)(const Handling& handling);
    std::span<const FieldRule> fields;
    bool empty_is_absent = true;  // false: an empty text says something
    std::string_view remark = {};
};

inline constexpr std::size_t kActionCount = 11;
std::span<const ActionRow, kActionCount> action_table() noexcept;

// The row's place in the table; nothing when there is no such action.
std::optional<std::size_t> find_action(std::string_view name) noexcept;

// ---- the actions, by file ----

// actions/keys.cpp
Result<void> create_key(const Handling& handling);
Result<void> get_key_attributes(const Handling& handling);
Result<void> set_key_attributes(const Handling& handling);
Result<void> list_key(const Handling& handling);
// actions/key_states.cpp
Result<void> enable_key(const Handling& handling);
Result<void> disable_key(const Handling& handling);
Result<void> schedule_key_deletion(const Handling& handling);
Result<void> cancel_key_deletion(const Handling& handling);
// actions/messages.cpp
Result<void> generate_data_key(const Handling& handling);
Result<void> encrypt(const Handling& handling);
Result<void> decrypt(const Handling& handling);

}  // namespace tandem::api::tencent::v2017
