#pragma once
// CreateRsaDatakeyPair and CreateEcDatakeyPair (section 6.10): DER in base64, the sealed half as decrypt-data opens it.

#include "tandem/crypto/asymmetric.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

struct NewDataKeyPair {
    crypto::AsymmetricAlgorithm algorithm;
    ByteView context;
};
Result<NewDataKeyPair> read_data_key_pair(Request& request, const DeclaredKey& declared,
                                          crypto::AsymmetricAlgorithm algorithm);
// Makes it, and answers.
Result<void> create_data_key_pair(Request& request, const NewDataKeyPair& wanted);

}  // namespace tandem::api::huawei
