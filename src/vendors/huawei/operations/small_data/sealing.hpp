#pragma once
// Sealing messages under keys of every kind, for encrypt-data and re-encrypt (section 6.3).

#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"

namespace tandem::api::huawei {

// The ciphertext, in the arena. Errors: service::encrypt's, or service::asymmetric_encrypt's with encryption_failed for
// what is too long for the key.
Result<ByteView> seal_message(const Request& request, const FoundKey& key, const EncryptionAlgorithm& algorithm,
                              ByteView plaintext, ByteView context);

}  // namespace tandem::api::huawei
