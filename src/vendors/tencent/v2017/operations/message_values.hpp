#pragma once
// The parts that GenerateDataKey, Encrypt and Decrypt share (2017 API, section 7). Checks go in the order of section
// 8.4: ranges of parameters, then the key and its state, then what the operation says of its input.

#include "tandem/api/json_writer.hpp"
#include "tandem/keys/envelope.hpp"
#include "tandem/service/actions/messages.hpp"

#include "tencent/v2017/operation.hpp"

namespace tandem::api::tencent::v2017 {

// Before the key is found. Error: context_too_long.
Result<void> check_context_length(const Fields& fields);
// Canonical bytes of encryptionContext, in the arena. Error: context_malformed.
Result<ByteView> read_context(const Request& request);

// Seals under the request's key, in whatever state it is. Errors: read_context's, service::encrypt's.
Result<void> seal(const Request& request, ByteView plaintext, keys::Operation operation, keys::Envelope& envelope);

// A ciphertextBlob, and bytes in base64, straight into the reply.
void write_blob(JsonWriter& json, std::string_view name, const keys::Envelope& envelope);
void write_base64(JsonWriter& json, std::string_view name, ByteView bytes);

}  // namespace tandem::api::tencent::v2017
