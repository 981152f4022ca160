#pragma once
// The HMAC keys behind signatures. Those of stored credentials are kept, with their pads absorbed, in a small cache of
// the thread; a reference is valid until the thread's next call.

#include "tandem/crypto/digest.hpp"
#include "tandem/store/records.hpp"

#include "authorization.hpp"

namespace tandem::api::huawei {

// The secret itself is the key (section 2.2).
const crypto::HmacSha256Key& signing_key(const store::Credential& credential);

// A key of a scope, of the two schemes that have one; nullptr when it is not kept.
const crypto::HmacSha256Key* find_signing_key(const store::Credential& credential, const Authorization& authorization);
// Only for a key that has just verified a signature, so that guesses push nothing out. A credential keeps a few of
// them, and a scope too long to be kept is not.
void keep_signing_key(const store::Credential& credential, const Authorization& authorization,
                      const crypto::HmacSha256Key& key);
inline constexpr std::size_t kKeptScopes = 4;  // of a credential
inline constexpr std::size_t kLongestKeptScope = 64;

// HMACs from "SDK" and the secret over date, region, service and "sdk_request"; `scope` is date/region/service.
crypto::HmacSha256Key scoped_signing_key(ByteView secret, std::string_view scope);
// The key of V11-HMAC-SHA256 (section 2.3): its bytes are the hexadecimal text of the derived ones.
crypto::HmacSha256Key derived_signing_key(std::string_view access_key, ByteView secret, std::string_view info);
// One of the two, as the authorization's scheme says.
crypto::HmacSha256Key derive_signing_key(const Authorization& authorization, ByteView secret);

}  // namespace tandem::api::huawei
