#pragma once
// Who calls (2017 API, section 8.4, steps 4 to 9): required parameters, SecretId, signature, token, timestamp.

#include "tandem/api/form_reader.hpp"

#include "tencent/common/settings.hpp"

namespace tandem::api::tencent::v2017 {

// Parameters that every action has, and that therefore belong to none.
inline constexpr std::string_view kAction = "Action";
inline constexpr std::string_view kSecretId = "SecretId";
inline constexpr std::string_view kNonce = "Nonce";
inline constexpr std::string_view kTimestamp = "Timestamp";
inline constexpr std::string_view kSignature = "Signature";
inline constexpr std::string_view kSignatureMethod = "SignatureMethod";
inline constexpr std::string_view kToken = "Token";

// The caller's credential; valid while the dispatcher's guard lives. Errors: parameter_missing, parameter_type,
// credential_malformed, credential_unknown, credential_disabled, signature_mismatch, token_invalid, token_expired,
// signature_expired. Puts the id that the request names into the exchange's facts, and in development why it was
// refused.
Result<const store::Credential*> authenticate(const service::Services& services, const AllSettings& settings,
                                              const ParameterList& parameters, Exchange& exchange);

}  // namespace tandem::api::tencent::v2017
