#pragma once
// The parts that the operations on messages share: plaintext, context, ciphertext and the wrapping of an answer.

#include "tandem/keys/envelope.hpp"
#include "tandem/service/actions/asymmetric.hpp"

#include "tencent/v2019/operation.hpp"

#include <optional>
#include <string_view>

namespace tandem::api::tencent::v2019 {

inline constexpr std::size_t kMaxContextCodePoints = 1024;

// Base64 of at most `max_bytes`, into the arena. Errors: `malformed`, `too_long`.
struct DecodeRule {
    std::size_t max_bytes;
    ErrorCode malformed;
    ErrorCode too_long;
};
Result<ByteView> decode_base64(const Request& request, std::string_view field, const DecodeRule& rule);

// Canonical bytes of a context field; absent and "" are no context. Errors: context_malformed, context_too_long.
Result<ByteView> read_context(const Request& request, std::string_view field);

// Writes CiphertextBlob.
void write_ciphertext(JsonWriter& out, const keys::Envelope& envelope);
// Writes `bytes` in base64, straight into the reply.
void write_base64(JsonWriter& out, std::string_view name, ByteView bytes);

// RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1 or RSAES_OAEP_SHA_256. Error: algorithm_invalid.
Result<crypto::RsaPadding> read_rsa_padding(std::string_view text);

// How the caller wants its Plaintext wrapped: EncryptionPublicKey and EncryptionAlgorithm.
struct Wrapping {
    std::string_view public_key_pem;
    service::AsymmetricScheme scheme;
};
// Nothing when no key was given; an algorithm without a key has no meaning and is not looked at. Error:
// algorithm_invalid.
Result<std::optional<Wrapping>> read_wrapping(const Request& request);
// Wrapping takes long.
constexpr Place place_of(const std::optional<Wrapping>& wrapping) noexcept {
    return wrapping ? Place::worker : Place::io_thread;
}

// Writes Plaintext, wrapped if asked for; nothing when the wrapping fails. Errors: public_key_invalid,
// encryption_failed.
Result<void> write_plaintext(JsonWriter& out, const std::optional<Wrapping>& wrapping, ByteView plaintext);

}  // namespace tandem::api::tencent::v2019
