#include "key_pair.hpp"

namespace tandem::service {

Result<crypto::PrivateKey> make_key_pair(const Call& call, crypto::AsymmetricAlgorithm algorithm) {
    return crypto::PrivateKey::generate(algorithm, call.stop);
}

}  // namespace tandem::service
