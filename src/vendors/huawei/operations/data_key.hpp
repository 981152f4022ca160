#pragma once
// What the data-key operations share (section 6.4).

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/service/actions/messages.hpp"

#include "huawei/operation.hpp"

namespace tandem::api::huawei {

using DataKeyDigest = crypto::Sha256Digest;

// SHA-256 of the raw bytes; SM3 under an SM4 key.
DataKeyDigest data_key_digest(const store::Key& key, ByteView data_key);

struct SealedDataKey {
    const store::Key* key;
    ByteView blob;  // in the arena
};
// Errors: service::encrypt's.
Result<SealedDataKey> seal_data_key(OperationCall& call, const store::Key& key, ByteView data_key, ByteView context,
                                    keys::Operation operation);

// datakey_cipher_length, if it is there: the bytes of the plain data key, in spite of its name. Error:
// data_key_cipher_length_mismatch.
Result<void> check_stated_length(const Fields& fields, std::size_t bytes);

// cipher_text of a data key, in the arena. Error: ciphertext_malformed.
Result<ByteView> read_data_key_blob(const OperationCall& call);

// Hexadecimal of either case, in the arena; nothing when it is none.
std::optional<ByteView> read_hex(std::string_view text, Arena& arena);

}  // namespace tandem::api::huawei
