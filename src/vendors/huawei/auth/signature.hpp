#pragma once
// Access-key signatures: SDK-HMAC-SHA256 (section 2.2), with a scope or without, V11-HMAC-SHA256 (section 2.3), and the
// further schemes of the SDKs of Java and Python.

#include "tandem/api/arena.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include "huawei/settings.hpp"

#include <optional>

namespace tandem::api::huawei {

// The user whose access key signed a request, a temporary one too.
struct Signer {
    const store::Tenant* tenant = nullptr;
    const store::Credential* credential = nullptr;
    const Agency* agency = nullptr;
    std::optional<TimePoint> until{};  // of a temporary key
};

// Errors: authorization_malformed, credential_unknown, signature_expired, signature_mismatch (its subject ends the
// gateway's sentence), credential_disabled, token_expired, token_invalid; read_token's of a temporary key. A
// credential's own faults are told only to who can sign with it. Nothing: by a key of a curve, of which all else is
// right so far; to be checked at Place::calculator.
Result<std::optional<Signer>> verify_signature(const service::Services& services, const AllSettings& settings,
                                               const WireRequest& request, Place place, Arena& arena);

}  // namespace tandem::api::huawei
