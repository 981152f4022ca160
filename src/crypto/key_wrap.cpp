#include "tandem/crypto/key_wrap.hpp"

#include "fetched_cipher.hpp"
#include "openssl.hpp"

#include <openssl/modes.h>

#include <algorithm>

namespace tandem::crypto {
namespace {

constexpr std::size_t kSemiblock = 8;
constexpr std::size_t kMinWrapped = 2 * kSemiblock;
constexpr std::size_t kMaxWrapped = std::size_t{64} << 10;
constexpr std::size_t kSm4KeyBytes = 16;
constexpr int kSm4BlockBytes = 16;

const EVP_CIPHER* aes_for(std::size_t key_bytes) {
    if (key_bytes == 16) {
        static const EVP_CIPHER* const aes128 = fetch_cipher("AES-128-WRAP-PAD");
        return aes128;
    }
    static const EVP_CIPHER* const aes256 = fetch_cipher("AES-256-WRAP-PAD");
    return aes256;
}

CipherContext context_for(const EVP_CIPHER* cipher, ByteView key) {
    CipherContext context{EVP_CIPHER_CTX_new()};
    require(context != nullptr, "EVP_CIPHER_CTX_new");
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    require(EVP_DecryptInit_ex2(context.get(), cipher, key.data(), nullptr, nullptr) == 1, "EVP_DecryptInit");
    return context;
}

// Each of these: how many bytes came out; nothing good when none did.
std::size_t unwrap_aes(ByteView key, ByteView wrapped, MutableBytes opened) {
    const CipherContext context = context_for(aes_for(key.size()), key);
    int size = 0;
    // The whole of it in one call, which checks the integrity too.
    const bool good =
        EVP_DecryptUpdate(context.get(), opened.data(), &size, wrapped.data(), static_cast<int>(wrapped.size())) == 1;
    return good && size > 0 ? static_cast<std::size_t>(size) : 0;
}

// One block; `context` is that of SM4 in ECB mode without padding. Nothing may be thrown through the library.
void decrypt_sm4_block(const unsigned char in[16], unsigned char out[16], const void* context) noexcept {
    int size = 0;
    auto* const cipher = const_cast<EVP_CIPHER_CTX*>(static_cast<const EVP_CIPHER_CTX*>(context));
    if (EVP_DecryptUpdate(cipher, out, &size, in, kSm4BlockBytes) != 1) std::fill_n(out, kSm4BlockBytes, 0);
}

// The library wraps keys with AES alone, but has the mode for any cipher of its block.
std::size_t unwrap_sm4(ByteView key, ByteView wrapped, MutableBytes opened) {
    static const EVP_CIPHER* const sm4 = fetch_cipher("SM4-ECB");
    const CipherContext context = context_for(sm4, key);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    return CRYPTO_128_unwrap_pad(context.get(), nullptr, opened.data(), wrapped.data(), wrapped.size(),
                                 decrypt_sm4_block);
}

}  // namespace

std::optional<SecretBytes> unwrap_key(WrappingCipher cipher, ByteView wrapping_key, ByteView wrapped) {
    const bool is_sm4 = cipher == WrappingCipher::sm4;
    if (is_sm4 ? wrapping_key.size() != kSm4KeyBytes : !is_wrapping_key_length(wrapping_key.size()))
        return std::nullopt;
    if (wrapped.size() < kMinWrapped || wrapped.size() > kMaxWrapped || wrapped.size() % kSemiblock != 0)
        return std::nullopt;
    SecretBytes opened{wrapped.size()};
    const std::size_t size =
        (is_sm4 ? unwrap_sm4 : unwrap_aes)(wrapping_key, wrapped, opened.expose_secret_for_writing());
    ERR_clear_error();
    if (size == 0) return std::nullopt;
    opened.shrink_to(size);
    return opened;
}

}  // namespace tandem::crypto
