#pragma once
// OpenSSL's objects with owners, and how a failure of its set-up is told.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace tandem::http {

template <class T, void (*function)(T*)>
struct FreeWith {
    void operator()(T* object) const noexcept { function(object); }
};
using OwnedKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY, EVP_PKEY_free>>;
using OwnedCertificate = std::unique_ptr<X509, FreeWith<X509, X509_free>>;
using OwnedBio = std::unique_ptr<BIO, FreeWith<BIO, BIO_free_all>>;

// Throws UserError(configuration) with OpenSSL's own reason, and clears it.
[[noreturn]] void fail_start(const std::string& what);
// "cannot set up TLS: <what>", when not successful.
void require(bool success, const char* what);

// Everything that was written to a memory BIO.
std::string text_of(BIO* memory);
std::string pem_of(X509* certificate);
// The first certificate in a PEM text; null when there is none.
OwnedCertificate certificate_of(const std::string& pem);

}  // namespace tandem::http
