#pragma once
// Access-key signatures: SDK-HMAC-SHA256 (section 2.2), with a scope or without, and V11-HMAC-SHA256 (section 2.3).

#include "tandem/dialect/dialect.hpp"

#include "../arena.hpp"

#include <optional>

namespace tandem::dialect::huawei {

// Whether the Authorization header is one of these at all.
bool is_signature(std::string_view authorization) noexcept;

// Whose access key signed a request; a temporary one is its user's.
struct Signer {
    const store::Tenant* tenant = nullptr;
    const store::Credential* credential = nullptr;
    const store::Agency* agency = nullptr;
    std::optional<TimePoint> until{};  // of a temporary key
};

// Errors: authorization_malformed, credential_unknown, signature_expired, signature_mismatch (its subject ends the
// gateway's sentence), credential_disabled, token_expired, token_invalid; read_token's of a temporary key. A
// credential's own faults are told only to who can sign with it.
Result<Signer> verify_signature(const service::Services& services, const Settings& settings, const WireRequest& request,
                                Arena& arena);

}  // namespace tandem::dialect::huawei
