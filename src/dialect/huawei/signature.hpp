#pragma once
// Access-key signatures: SDK-HMAC-SHA256 (section 2.2) and V11-HMAC-SHA256 (section 2.3).

#include "tandem/dialect/dialect.hpp"

#include "../arena.hpp"

namespace tandem::dialect::huawei {

// Whether the Authorization header is one of these two at all.
bool is_signature(std::string_view authorization) noexcept;

// The credential that signed the request. Errors: authorization_malformed, credential_unknown, signature_expired,
// signature_mismatch (its subject ends the gateway's sentence), credential_disabled, token_expired, token_invalid. A
// credential's own faults are told only to who can sign with it.
Result<const store::Credential*> verify_signature(const service::Services& services, const Settings& settings,
                                                  const WireRequest& request, Arena& arena);

}  // namespace tandem::dialect::huawei
