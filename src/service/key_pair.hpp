#pragma once
// Key pairs, made where their making holds nobody up.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

// Everything that may refuse the request is checked before. Error: overloaded
// when the call is stopped.
Result<crypto::PrivateKey> make_key_pair(const Call& call, crypto::AsymmetricAlgorithm algorithm);

}  // namespace tandem::service
