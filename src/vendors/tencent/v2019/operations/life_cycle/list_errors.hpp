#pragma once
// The errors that ListKeys and ListKeyDetail answer otherwise than errors.def (section 8).

#include "tencent/v2019/wire/error_overrides.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr ErrorOverride kListErrors[] = {
    kHsmError,
    instead(ErrorCode::key_usage_invalid, "InvalidParameter", "The KeyUsage is not valid."),
};

}  // namespace tandem::api::tencent::v2019
