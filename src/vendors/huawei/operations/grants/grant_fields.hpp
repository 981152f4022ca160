#pragma once
// The two operations that take a grant away name it in the same way.

#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei {

inline constexpr FieldLimit kGrantId{.form = "64 hexadecimal digits", .breach = ErrorCode::grant_not_found};
inline constexpr FieldRule kGrantFields[] = {rules::kOwnKey, {"grant_id", FieldType::text, true, &kGrantId}};

}  // namespace tandem::api::huawei
