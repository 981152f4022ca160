#include "tandem/crypto/md5.hpp"

#include <openssl/evp.h>

namespace tandem::crypto {

Md5Digest md5(ByteView bytes) noexcept {
    Md5Digest digest{};
    std::size_t written = 0;
    if (EVP_Q_digest(nullptr, "MD5", nullptr, bytes.data(), bytes.size(), digest.data(), &written) != 1) return {};
    return digest;
}

}  // namespace tandem::crypto
