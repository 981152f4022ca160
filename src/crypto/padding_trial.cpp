#include "tandem/crypto/padding_trial.hpp"

#include "curves.hpp"
#include "openssl.hpp"

#include <openssl/rsa.h>

namespace tandem::crypto {

bool opens_with_mgf1_sha1(const PrivateKey& key, ByteView ciphertext) {
    EVP_PKEY* const pkey = PkeyAccess::of(key);
    if (EVP_PKEY_is_a(pkey, "RSA") != 1) return false;
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr)};
    SecretBytes plaintext{static_cast<std::size_t>(EVP_PKEY_get_size(pkey))};
    std::size_t size = plaintext.size();
    return context && EVP_PKEY_decrypt_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_oaep_md_name(context.get(), "SHA256", nullptr) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(context.get(), "SHA1", nullptr) == 1 &&
           EVP_PKEY_decrypt(context.get(), plaintext.expose_secret_for_writing().data(), &size, ciphertext.data(),
                            ciphertext.size()) == 1;
}

}  // namespace tandem::crypto
