#pragma once
// The parts that sign and verify share (section 6.6).

#include "tandem/crypto/signature.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"

#include <optional>

namespace tandem::api::huawei {

inline constexpr FieldLimit kSignedMessage{.form = "base64 of 1 to 4095 bytes, with DIGEST of a digest",
                                           .breach = ErrorCode::parameter_invalid};
inline constexpr auto kSigningAlgorithmNames = names_of(kSigningAlgorithms);
inline constexpr FieldLimit kSigningAlgorithm{.breach = ErrorCode::algorithm_invalid,
                                              .choices = kSigningAlgorithmNames};
inline constexpr auto kMessageTypeNames = names_of(kMessageTypes);
inline constexpr FieldLimit kMessageType{.breach = ErrorCode::parameter_invalid, .choices = kMessageTypeNames};
inline constexpr FieldRule kMessageForm{"message_type", FieldType::text, false, &kMessageType};

inline constexpr ErrorOverride kSigningErrors[] = {
    {ErrorCode::algorithm_not_for_asymmetric_key,
     {ErrorCode::algorithm_not_for_asymmetric_key, 400, "KMS.0332", "This key is not support the signing algorithm."}},
};
inline constexpr std::string_view kSigningRemark =
    "SM2DSA_SM3 takes digests alone, of Z and the message; no ED25519_PH_SHA_512, which OpenSSL 3.0 does not have: "
    "KMS.0332";

struct GivenMessage {
    std::optional<crypto::SignatureScheme> scheme;
    crypto::MessageForm form;
    ByteView message;
};
// Names the key too.
Result<GivenMessage> read_signed_message(Request& request, const DeclaredKey& declared);

// The message for the request's key. Errors: check_signing_key's, algorithm_not_for_asymmetric_key, parameter_invalid.
Result<crypto::SignedMessage> message_for_key(const Request& request, const GivenMessage& given,
                                              keys::Operation operation);

}  // namespace tandem::api::huawei
