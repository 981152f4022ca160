#include "key_pair.hpp"

namespace tandem::service {

Result<crypto::PrivateKey> make_key_pair(const Call& call, crypto::AsymmetricAlgorithm algorithm) {
    TANDEM_CHECK(require_place(call, crypto::is_rsa(algorithm) ? Place::generator : Place::calculator));
    return crypto::PrivateKey::generate(algorithm, call.stop);
}

}  // namespace tandem::service
