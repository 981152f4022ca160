#pragma once
// For ciphers that are kept in a static variable once they were fetched.

#include "openssl.hpp"

namespace tandem::crypto {

inline const EVP_CIPHER* fetch_cipher(const char* name) {
    const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
    require(cipher != nullptr, name);
    return cipher;
}

}  // namespace tandem::crypto
