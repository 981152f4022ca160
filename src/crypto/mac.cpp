#include "tandem/crypto/mac.hpp"

#include "tandem/base/secret.hpp"

#include "hmac.hpp"

namespace tandem::crypto {
namespace {

// Digests by MacAlgorithm.
using DigestSource = const EVP_MD* (*)();
constexpr std::array<DigestSource, 4> kDigests{sha256_algorithm, sha384_algorithm, sha512_algorithm, sm3_algorithm};

}  // namespace

Mac compute_mac(MacAlgorithm algorithm, ByteView key, ByteView message) {
    const EVP_MD* const digest = kDigests[static_cast<std::size_t>(algorithm)]();
    Mac mac;
    mac.size = static_cast<std::size_t>(EVP_MD_get_size(digest));
    Hmac hmac{digest, key};
    hmac.update(message);
    hmac.finish(mac.bytes.data());
    return mac;
}

bool check_mac(MacAlgorithm algorithm, ByteView key, ByteView message, ByteView mac) {
    return constant_time_equal(compute_mac(algorithm, key, message).view(), mac);
}

}  // namespace tandem::crypto
