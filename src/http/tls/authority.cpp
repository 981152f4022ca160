#include "authority.hpp"

#include "tandem/base/user_error.hpp"

#include "certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tandem::http {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kOnlyOwner = 0600;

[[noreturn]] void fail_file(const fs::path& file, int error) {
    throw UserError{UserError::failed, {.place = file.string(), .text = std::generic_category().message(error)}};
}

// Complete or not there at all: written beside its place, synced and renamed.
void write_file(const fs::path& file, std::string_view text) {
    auto temporary = file;
    temporary += ".new";
    ::unlink(temporary.c_str());
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOnlyOwner);
    if (descriptor < 0) fail_file(temporary, errno);
    const bool written = ::fchmod(descriptor, kOnlyOwner) == 0 &&
                         ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    const int error = errno;
    ::close(descriptor);
    if (!written) fail_file(temporary, error);
    if (::rename(temporary.c_str(), file.c_str()) != 0) fail_file(file, errno);
}

OwnedBio private_key_pem(EVP_PKEY* key) {
    OwnedBio text{BIO_new(BIO_s_secmem())};
    require(
        text != nullptr && PEM_write_bio_PKCS8PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "PEM of the authority's key");
    return text;
}

void check_mode(const fs::path& file) {
    struct stat facts{};
    if (::stat(file.c_str(), &facts) != 0) {
        if (errno != ENOENT) fail_file(file, errno);
        throw UserError{UserError::configuration,
                        file.string() + " is missing: put it back, or remove ca.pem to have a new authority made"};
    }
    if ((facts.st_mode & 07777) != kOnlyOwner)
        throw UserError{UserError::unsafe, file.string() + " must have mode 0600: chmod 600 '" + file.string() + "'"};
}

template <class Object, class Read>
Object read_pem(const fs::path& file, Read read) {
    ERR_clear_error();
    const OwnedBio source{BIO_new_file(file.c_str(), "r")};
    Object object{source == nullptr ? nullptr : read(source.get(), nullptr, nullptr, nullptr)};
    if (object == nullptr) fail_start(file.string() + " cannot be used");
    return object;
}

void check_authority(X509* certificate, EVP_PKEY* key, const fs::path& file) {
    const auto refuse = [&](const std::string& what) {
        ERR_clear_error();
        throw UserError{
            UserError::configuration,
            {.text = file.string() + what, .remedy = "remove ca.pem and ca.key to have a new authority made"}};
    };
    if (X509_check_private_key(certificate, key) != 1) refuse(" does not belong to the ca.key beside it");
    if (X509_check_ca(certificate) != 1) refuse(" is no authority's certificate");
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0) refuse(" has expired");
}

}  // namespace

TlsAuthority TlsAuthority::in_memory() {
    OwnedKey key = make_key();
    OwnedCertificate certificate = make_authority_certificate(key.get());
    return {std::move(key), std::move(certificate)};
}

TlsAuthority TlsAuthority::kept_in(const fs::path& folder) {
    const auto certificate_file = folder / "ca.pem";
    const auto key_file = folder / "ca.key";
    if (!fs::exists(certificate_file)) {
        // The key first: without its certificate it is worth nothing to anybody, and is made anew.
        TlsAuthority made = in_memory();
        const OwnedBio key = private_key_pem(made.key_.get());
        char* text = nullptr;
        const long size = BIO_get_mem_data(key.get(), &text);
        write_file(key_file, {text, static_cast<std::size_t>(size)});
        write_file(certificate_file, made.certificate_pem());
        return made;
    }
    check_mode(key_file);
    const auto never_ask = [](char*, int, int, void*) { return -1; };
    OwnedKey key = read_pem<OwnedKey>(
        key_file, [&](BIO* source, auto...) { return PEM_read_bio_PrivateKey(source, nullptr, never_ask, nullptr); });
    OwnedCertificate certificate = read_pem<OwnedCertificate>(certificate_file, PEM_read_bio_X509);
    check_authority(certificate.get(), key.get(), certificate_file);
    return {std::move(key), std::move(certificate)};
}

OwnedCertificate TlsAuthority::issue(EVP_PKEY* key, const std::vector<std::string>& names) const {
    return make_leaf_certificate(key, names, certificate_.get(), key_.get());
}

}  // namespace tandem::http
