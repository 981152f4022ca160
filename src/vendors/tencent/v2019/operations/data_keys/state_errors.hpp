#pragma once
// The errors that hosted data keys answer otherwise than errors.def (section 8's lists of codes).

#include "tencent/v2019/wire/error_overrides.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr std::string_view kDataKeyStateNotSupport = "ResourceUnavailable.DataKeyStateNotSupport";
inline constexpr std::string_view kDataKeyStateText = "The state of the data key does not allow this operation.";
inline constexpr ErrorOverride kDataKeyStateErrors[] = {
    instead(ErrorCode::data_key_disabled, kDataKeyStateNotSupport, kDataKeyStateText),
    instead(ErrorCode::data_key_pending_deletion, kDataKeyStateNotSupport, kDataKeyStateText),
};
// The errors for several at once.
inline constexpr std::array kDataKeysStateErrors{
    instead(ErrorCode::data_key_pending_deletion, kDataKeyStateNotSupport, kDataKeyStateText),
    kRangeError,
};
// One of them lists a code for the state of the CMK alone, which then stands for that of the data key too.
inline constexpr auto kDataKeyEnablingErrors = joined(
    std::array{instead(ErrorCode::data_key_pending_deletion, kStateNotSupport, kDataKeyStateText)}, kStateErrors);

inline constexpr std::string_view kTakenNameText = "The DataKeyName already exists.";

}  // namespace tandem::api::tencent::v2019
