#include "tandem/http/certificate_file.hpp"

#include "objects.hpp"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>

namespace tandem::http {
namespace {

TimePoint time_of(const ASN1_TIME* time) {
    std::tm parts{};
    require(ASN1_TIME_to_tm(time, &parts) == 1, "time of a certificate");
    return TimePoint{std::chrono::seconds{::timegm(&parts)}};
}

std::string subject_of(const X509* certificate) {
    const OwnedBio text{BIO_new(BIO_s_mem())};
    require(text != nullptr, "subject of a certificate");
    X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    return text_of(text.get());
}

}  // namespace

std::vector<CertificateTime> certificate_times(const std::filesystem::path& file) {
    ERR_clear_error();
    const OwnedBio pem{BIO_new_file(file.c_str(), "r")};
    if (pem == nullptr) fail_start("the TLS certificate " + file.string() + " cannot be used");
    std::vector<CertificateTime> times;
    while (const OwnedCertificate certificate{PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)}) {
        times.push_back({subject_of(certificate.get()), time_of(X509_get0_notBefore(certificate.get())),
                         time_of(X509_get0_notAfter(certificate.get()))});
    }
    if (times.empty()) fail_start("the TLS certificate " + file.string() + " cannot be used");
    ERR_clear_error();  // the end of the file is one
    return times;
}

}  // namespace tandem::http
