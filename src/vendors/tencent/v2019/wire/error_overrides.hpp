#pragma once
// Where several operations answer otherwise than errors.def (API 3.0 spec section 8: each lists codes of its own).

#include "errors.hpp"

#include <array>
#include <string_view>

namespace tandem::api::tencent::v2019 {

// ---- values ----

// Operations that list InvalidParameterValue, not InvalidParameter, for a value outside its range (section 8).
inline constexpr std::string_view kInvalidValue = "InvalidParameterValue";
inline constexpr ErrorOverride kRangeError =
    instead(ErrorCode::parameter_out_of_range, kInvalidValue, "The parameter `{}` is outside its range.");
inline constexpr ErrorOverride kPageLimitError =
    instead(ErrorCode::page_limit_invalid, kInvalidValue, "Limit must be between 1 and 200.");
inline constexpr ErrorOverride kLongDescriptionError =
    instead(ErrorCode::description_too_long, kInvalidValue, "The description is too long.");
inline constexpr ErrorOverride kAlgorithmError =
    instead(ErrorCode::algorithm_invalid, kInvalidValue, "The algorithm is not valid.");
inline constexpr ErrorOverride kValueError =
    instead(ErrorCode::parameter_invalid, kInvalidValue, "The value of the parameter `{}` is not valid.");
inline constexpr std::array kValueErrors{
    kRangeError,
    kPageLimitError,
    instead(ErrorCode::tag_key_length_invalid, kInvalidValue, "The length of the tag key is not valid."),
    instead(ErrorCode::tag_value_length_invalid, kInvalidValue, "The length of the tag value is not valid."),
    instead(ErrorCode::tag_limit_exceeded, kInvalidValue, "There are too many tags."),
    kLongDescriptionError,
    kAlgorithmError,
    kValueError,
};
inline constexpr ErrorOverride kHsmError = instead(
    ErrorCode::parameter_invalid, "InvalidParameterValue.InvalidHsmClusterId", "The HsmClusterId is not valid.");

// ---- the state of a key ----

inline constexpr std::string_view kCmkDisabled = "ResourceUnavailable.CmkDisabled";
inline constexpr std::string_view kStateNotSupport = "ResourceUnavailable.CmkStateNotSupport";
inline constexpr std::string_view kStateText = "The state of the CMK does not allow this operation.";
inline constexpr std::array kStateErrors{
    instead(ErrorCode::key_disabled, kStateNotSupport, kStateText),
    instead(ErrorCode::key_pending_deletion, kStateNotSupport, kStateText),
    instead(ErrorCode::key_pending_import, kStateNotSupport, kStateText),
};
inline constexpr ErrorOverride kArchivedError = instead(ErrorCode::key_archived, kStateNotSupport, kStateText);
// Section 6: EnableKey(s), DisableKey(s), GetPublicKey, SignByAsymmetricKey.
inline constexpr auto kAnyStateErrors = joined(kStateErrors, std::array{kArchivedError});
inline constexpr ErrorOverride kPendingDeleteError = instead(
    ErrorCode::key_pending_deletion, "ResourceUnavailable.KeyPendingDelete", "The CMK is waiting for its deletion.");

// ---- what a key is for ----

inline constexpr std::string_view kInvalidKeyUsage = "InvalidParameterValue.InvalidKeyUsage";
inline constexpr std::string_view kUsageText = "The usage of the CMK does not allow this operation.";
inline constexpr std::array kNotForEncryptionErrors{
    instead(ErrorCode::key_is_for_signing, kInvalidKeyUsage, kUsageText),
    instead(ErrorCode::key_is_elliptic, kInvalidKeyUsage, kUsageText),
};
// Data keys are for symmetric keys alone.
inline constexpr ErrorOverride kAsymmetricKeyError =
    instead(ErrorCode::key_is_asymmetric, kInvalidKeyUsage, kUsageText);

// Wrapping the answer: an RSA key takes only so much.
inline constexpr ErrorOverride kTooLongToWrap = instead(
    ErrorCode::plaintext_too_long, "FailedOperation.EncryptionError", "The plaintext is too long for the public key.");

}  // namespace tandem::api::tencent::v2019
