#include "objects.hpp"

#include "tandem/base/user_error.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>

namespace tandem::http {

void fail_start(const std::string& what) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_peek_last_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw UserError{UserError::configuration, what + " (" + reason.data() + ")"};
}

void require(bool success, const char* what) {
    if (!success) fail_start(std::string{"cannot set up TLS: "} + what);
}

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return size <= 0 ? std::string{} : std::string{data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const OwnedBio text{BIO_new(BIO_s_mem())};
    require(text != nullptr && PEM_write_bio_X509(text.get(), certificate) == 1, "PEM of a certificate");
    return text_of(text.get());
}

OwnedCertificate certificate_of(const std::string& pem) {
    const OwnedBio text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    OwnedCertificate certificate{text == nullptr ? nullptr : PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)};
    ERR_clear_error();
    return certificate;
}

}  // namespace tandem::http
