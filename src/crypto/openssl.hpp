#pragma once
// Owners for what OpenSSL allocates, and what to do when it fails.

#include "tandem/base/error.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>

namespace tandem::crypto {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

// The library is broken or out of memory: nothing that a client sent can lead here.
inline void require(bool good, const char* what) {
    if (good) return;
    ERR_clear_error();
    throw std::runtime_error(std::string{"OpenSSL failed: "} + what);
}

// The error of a step that input can make fail. Leaves nothing in the thread's error queue for the next reader.
inline Error failure(ErrorCode code, std::string_view detail = {},
                     std::source_location where = std::source_location::current()) {
    ERR_clear_error();
    return fail(code, {}, detail, where);
}

}  // namespace tandem::crypto
