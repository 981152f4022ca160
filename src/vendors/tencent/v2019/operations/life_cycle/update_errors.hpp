#pragma once
// The errors that UpdateAlias and UpdateKeyDescription answer otherwise than errors.def (section 8).

#include "tencent/v2019/wire/error_overrides.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr ErrorOverride kUpdateErrors[] = {
    instead(ErrorCode::key_pending_deletion, "InvalidParameter", "The CMK is waiting for its deletion."),
};

}  // namespace tandem::api::tencent::v2019
