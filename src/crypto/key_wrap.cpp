#include "tandem/crypto/key_wrap.hpp"

#include "fetched_cipher.hpp"
#include "openssl.hpp"

namespace tandem::crypto {
namespace {

constexpr std::size_t kSemiblock = 8;
constexpr std::size_t kMinWrapped = 2 * kSemiblock;
constexpr std::size_t kMaxWrapped = std::size_t{64} << 10;

const EVP_CIPHER* cipher_for(std::size_t key_bytes) {
    if (key_bytes == 16) {
        static const EVP_CIPHER* const aes128 = fetch_cipher("AES-128-WRAP-PAD");
        return aes128;
    }
    static const EVP_CIPHER* const aes256 = fetch_cipher("AES-256-WRAP-PAD");
    return aes256;
}

}  // namespace

std::optional<SecretBytes> unwrap_key(ByteView wrapping_key, ByteView wrapped) {
    if (!is_wrapping_key_length(wrapping_key.size())) return std::nullopt;
    if (wrapped.size() < kMinWrapped || wrapped.size() > kMaxWrapped || wrapped.size() % kSemiblock != 0)
        return std::nullopt;
    const CipherContext context{EVP_CIPHER_CTX_new()};
    require(context != nullptr, "EVP_CIPHER_CTX_new");
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    require(
        EVP_DecryptInit_ex2(context.get(), cipher_for(wrapping_key.size()), wrapping_key.data(), nullptr, nullptr) == 1,
        "EVP_DecryptInit");
    SecretBytes opened{wrapped.size()};
    int size = 0;
    // The whole of it in one call, which checks the integrity too.
    const bool good = EVP_DecryptUpdate(context.get(), opened.expose_secret_for_writing().data(), &size, wrapped.data(),
                                        static_cast<int>(wrapped.size())) == 1;
    ERR_clear_error();
    if (!good || size <= 0) return std::nullopt;
    opened.shrink_to(static_cast<std::size_t>(size));
    return opened;
}

}  // namespace tandem::crypto
