#pragma once
// Whether a signature is that of a canonical request, by each kind of key that schemes have.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"

#include "authorization.hpp"
#include "canonical_request.hpp"

namespace tandem::api::huawei {

bool signature_matches(const Authorization& authorization, const crypto::HmacSha256Key& key,
                       const CanonicalRequest& canonical) noexcept;

// The key of SDK-HMAC-SM3: the secret itself.
struct Sm3Key {
    ByteView secret;
};
bool signature_matches(const Authorization& authorization, const Sm3Key& key, const CanonicalRequest& canonical);

bool signature_matches(const Authorization& authorization, const crypto::PublicKey& key,
                       const CanonicalRequest& canonical);

}  // namespace tandem::api::huawei
