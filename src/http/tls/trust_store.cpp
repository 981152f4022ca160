#include "tandem/http/trust_store.hpp"

#include "tandem/base/user_error.hpp"

#include "objects.hpp"

#include <openssl/objects.h>
#include <openssl/pkcs12.h>

#include <memory>

namespace tandem::http {

namespace {

// Java takes a certificate for trusted only when its bag has Oracle's trustedKeyUsage: any.
void mark_as_trusted(PKCS12_SAFEBAG* bag) {
    constexpr const char* kTrustedKeyUsage = "2.16.840.1.113894.746875.1.1";
    ASN1_OBJECT* any = OBJ_nid2obj(NID_anyExtendedKeyUsage);
    // A length of -1 says that the value is an object and no text.
    require(PKCS12_add1_attr_by_txt(bag, kTrustedKeyUsage, V_ASN1_OBJECT, reinterpret_cast<const unsigned char*>(any),
                                    -1) == 1,
            "trust store");
}

void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }

}  // namespace

std::string make_trust_store(const std::string& pem, const std::string& password) {
    const OwnedCertificate certificate = certificate_of(pem);
    if (certificate == nullptr) throw UserError{UserError::server_failed, "the answer is no certificate in PEM"};
    constexpr unsigned char kAlias[] = "tandem";
    require(X509_alias_set1(certificate.get(), kAlias, sizeof kAlias - 1) == 1, "trust store");

    STACK_OF(PKCS12_SAFEBAG)* bags = nullptr;
    PKCS12_SAFEBAG* const bag = PKCS12_add_cert(&bags, certificate.get());
    const std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeWith<STACK_OF(PKCS12_SAFEBAG), free_bags>> owned_bags{bags};
    require(bag != nullptr, "trust store");
    mark_as_trusted(bag);

    // -1: not encrypted, which every version of Java reads.
    STACK_OF(PKCS7)* safes = nullptr;
    const bool added = PKCS12_add_safe(&safes, bags, -1, 0, nullptr) == 1;
    const std::unique_ptr<STACK_OF(PKCS7), FreeWith<STACK_OF(PKCS7), free_safes>> owned_safes{safes};
    require(added, "trust store");
    const std::unique_ptr<PKCS12, FreeWith<PKCS12, PKCS12_free>> store{PKCS12_add_safes(safes, 0)};
    require(store != nullptr && PKCS12_set_mac(store.get(), password.c_str(), -1, nullptr, 0, 0, EVP_sha256()) == 1,
            "trust store");
    const OwnedBio bytes{BIO_new(BIO_s_mem())};
    require(bytes != nullptr && i2d_PKCS12_bio(bytes.get(), store.get()) == 1, "trust store");
    return text_of(bytes.get());
}

}  // namespace tandem::http
