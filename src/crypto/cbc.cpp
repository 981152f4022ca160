#include "tandem/crypto/cbc.hpp"

#include "fetched_cipher.hpp"
#include "openssl.hpp"

#include <climits>

namespace tandem::crypto {
namespace {

constexpr std::size_t kCbcBlockBytes = 16;

const EVP_CIPHER* fetched_algorithm(CbcCipher cipher) {
    if (cipher == CbcCipher::sm4) {
        static const EVP_CIPHER* const sm4 = fetch_cipher("SM4-CBC");
        return sm4;
    }
    static const EVP_CIPHER* const aes = fetch_cipher("AES-256-CBC");
    return aes;
}

}  // namespace

Bytes cbc_encrypt(CbcCipher cipher, ByteView key, std::span<const std::uint8_t, kCbcIvBytes> iv, ByteView plaintext) {
    require(key.size() == cbc_key_bytes(cipher) && plaintext.size() <= INT_MAX - kCbcBlockBytes,
            "key or message length");
    const CipherContext context{EVP_CIPHER_CTX_new()};
    require(
        context && EVP_EncryptInit_ex2(context.get(), fetched_algorithm(cipher), key.data(), iv.data(), nullptr) == 1,
        "EVP_EncryptInit");
    Bytes ciphertext(kCbcBlockBytes * (plaintext.size() / kCbcBlockBytes + 1));
    int whole = 0;
    int last = 0;
    require(EVP_EncryptUpdate(context.get(), ciphertext.data(), &whole, plaintext.data(),
                              static_cast<int>(plaintext.size())) == 1 &&
                EVP_EncryptFinal_ex(context.get(), ciphertext.data() + whole, &last) == 1 &&
                static_cast<std::size_t>(whole) + static_cast<std::size_t>(last) == ciphertext.size(),
            "EVP_EncryptFinal");
    return ciphertext;
}

}  // namespace tandem::crypto
