#pragma once
// Key pairs made for the caller: the private half comes sealed under a symmetric key. Takes up to hundreds of
// milliseconds (RSA): worker pool.

#include "tandem/keys/envelope.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

struct DataKeyPairInput {
    const store::Key& key;  // AES or SM4
    crypto::AsymmetricAlgorithm algorithm;
    ByteView context;  // canonical
    keys::Shape shape;
};
struct DataKeyPair {
    const store::Key* key;
    Bytes public_key;         // DER SubjectPublicKeyInfo
    SecretBytes private_key;  // DER PKCS#8
};
// Seals the private key as a message, which decrypt opens, and leaves it in `envelope`. The key is looked at before the
// pair is made. Errors: encrypt's.
Result<DataKeyPair> generate_data_key_pair(const Call& call, const DataKeyPairInput& input, keys::Envelope& envelope);

}  // namespace tandem::service
