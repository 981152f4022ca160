#pragma once
// The HMAC keys behind signatures.

#include "tandem/crypto/digest.hpp"
#include "tandem/store/records.hpp"

namespace tandem::dialect::huawei {

// The secret itself is the key (section 2.2), kept with its pads absorbed in a small cache of the thread. Valid until
// the thread's next call.
const crypto::HmacSha256Key& signing_key(const store::Credential& credential);

// The key of V11-HMAC-SHA256 (section 2.3): its bytes are the hexadecimal text of the derived ones.
crypto::HmacSha256Key derived_signing_key(std::string_view access_key, ByteView secret, std::string_view info);

}  // namespace tandem::dialect::huawei
