#pragma once
// Texts of records that nothing here judges by: keystores, key policies, access points.

#include "tandem/api/fields.hpp"

namespace tandem::api::huawei::rules {

inline constexpr FieldLimit kShortText{.breach = ErrorCode::parameter_invalid, .most = 255};
inline constexpr FieldLimit kRecordName{.breach = ErrorCode::parameter_invalid, .least = 1, .most = 255};
inline constexpr FieldLimit kRecordText{.breach = ErrorCode::parameter_invalid, .most = 1024, .empty_is_given = true};

}  // namespace tandem::api::huawei::rules
