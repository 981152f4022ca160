#pragma once
// The keys of SDK-ECDSA-P256-SHA256 and SDK-SM2-SM3. Private ones follow from access key id and secret: HMACs, with the
// scheme's own hash, of 00000001, algorithm, 00, id, counter, 00000100 (hexadecimal) are tried until one is a number
// below the order minus two; the number after it is the key.

#include "tandem/crypto/asymmetric.hpp"

#include "authorization.hpp"

#include <optional>

namespace tandem::api::huawei {

enum class CurveKeyForm : std::uint8_t {
    exact,   // Python
    padded,  // Java: zeros behind, up to what an id of 20 characters needs
};

// Nothing where the form is not another one, or (practically never) has no key. Takes about a millisecond.
std::optional<crypto::PublicKey> curve_key(const Authorization& authorization, ByteView secret, CurveKeyForm form);

}  // namespace tandem::api::huawei
