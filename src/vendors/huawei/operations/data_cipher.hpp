#pragma once
// Sealing and opening messages under keys of every kind, for encrypt-data, decrypt-data and re-encrypt (section 6.3).

#include "tandem/service/actions/messages.hpp"

#include "huawei/operation.hpp"
#include "huawei/wire/choices.hpp"

namespace tandem::api::huawei {

inline constexpr std::size_t kMaxCiphertextBytes = 4236;  // section 6.1: of 4,096 bytes

// Bytes in the arena.
struct CipherAnswer {
    const store::Key* key;
    ByteView bytes;
};

// Errors: service::find_key's, and service::encrypt's or service::asymmetric_encrypt's with encryption_failed for what
// is too long for the key.
Result<CipherAnswer> seal_message(OperationCall& call, const service::KeyRef& reference,
                                  const EncryptionAlgorithm& algorithm, ByteView plaintext, ByteView context);

struct OpenInput {
    std::string_view key_id;  // may be empty for a symmetric key
    EncryptionAlgorithm algorithm;
    ByteView ciphertext;
    ByteView context;
};
// Errors: parameter_missing (an asymmetric ciphertext says nothing of its key, so the request must),
// find_symmetric_key's, service::decrypt's, service::asymmetric_decrypt's.
Result<CipherAnswer> open_message(OperationCall& call, const OpenInput& input);

// A symmetric ciphertext whose key may be named beside it. `input` says the context and the purpose.
Result<CipherAnswer> open_envelope(OperationCall& call, std::string_view key_id, ByteView blob,
                                   service::DecryptInput input);

}  // namespace tandem::api::huawei
