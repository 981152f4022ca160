#pragma once
// The input of SignByAsymmetricKey and VerifyByAsymmetricKey.

#include "tandem/crypto/signature.hpp"

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr std::string_view kSigningRemark =
    "the Algorithm of ECDSA384 keys is in no source: ECC_P384_R1 and ECDSA384 are taken, with digests of 48 bytes too";

struct SigningInput {
    keys::KeySpec spec;  // of the keys that Algorithm is for
    crypto::SignatureScheme scheme;
    crypto::MessageForm form;
    ByteView message;
};
// Algorithm, MessageType and Message, and the key of KeyId. Errors: algorithm_invalid, parameter_invalid,
// parameter_out_of_range, key_id_malformed.
Result<SigningInput> read_signing(Request& request, const DeclaredKey& declared);

// The message that the key that was found is to sign or has signed. Errors: what keeps it from that,
// algorithm_not_for_asymmetric_key.
Result<crypto::SignedMessage> message_of(const Request& request, const SigningInput& input, keys::Operation operation);

}  // namespace tandem::api::tencent::v2019
