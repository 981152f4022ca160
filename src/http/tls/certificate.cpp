#include "certificate.hpp"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>

namespace tandem::http {

namespace {

using OwnedNames = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES, GENERAL_NAMES_free>>;

constexpr long kDay = 24 * 60 * 60;
constexpr long kAuthorityDays = 3'650;
constexpr long kLeafDays = 825;
constexpr long kSlackDays = 1;  // of these, before now: for clients whose clock is behind

void set_serial(X509* certificate) {
    const std::unique_ptr<BIGNUM, FreeWith<BIGNUM, BN_free>> serial{BN_new()};
    require(serial != nullptr && BN_rand(serial.get(), 126, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial number");
    require(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr, "serial number");
}

void set_validity(X509* certificate, long days) {
    require(X509_gmtime_adj(X509_getm_notBefore(certificate), -kSlackDays * kDay) != nullptr, "validity");
    require(X509_gmtime_adj(X509_getm_notAfter(certificate), (days - kSlackDays) * kDay) != nullptr, "validity");
}

void set_subject(X509* certificate, const std::string& common_name) {
    X509_NAME* const subject = X509_get_subject_name(certificate);
    const auto add = [&](const char* field, const std::string& text) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.c_str());
        require(X509_NAME_add_entry_by_txt(subject, field, MBSTRING_ASC, bytes, -1, -1, 0) == 1, "subject");
    };
    add("O", "Tandem KMS");
    add("CN", common_name);
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

void add_name(GENERAL_NAMES* names, const std::string& text) {
    GENERAL_NAME* name = GENERAL_NAME_new();
    require(name != nullptr && sk_GENERAL_NAME_push(names, name) > 0, "certificate names");
    if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str()); address != nullptr) {
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
        return;
    }
    ERR_clear_error();
    ASN1_IA5STRING* host = ASN1_IA5STRING_new();
    require(host != nullptr && ASN1_STRING_set(host, text.data(), static_cast<int>(text.size())) == 1, "host name");
    GENERAL_NAME_set0_value(name, GEN_DNS, host);
}

void add_names(X509* certificate, const std::vector<std::string>& names) {
    const OwnedNames all{GENERAL_NAMES_new()};
    require(all != nullptr, "certificate names");
    for (const std::string& name : names) add_name(all.get(), name);
    require(X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), 0, X509V3_ADD_DEFAULT) == 1,
            "certificate names");
}

OwnedCertificate begin_certificate(EVP_PKEY* key, const std::string& common_name, long days) {
    OwnedCertificate certificate{X509_new()};
    require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "certificate");
    set_serial(certificate.get());
    set_validity(certificate.get(), days);
    set_subject(certificate.get(), common_name);
    require(X509_set_pubkey(certificate.get(), key) == 1, "subject");
    return certificate;
}

// Two authorities in one trust store should be told apart by people, too.
std::string authority_name(EVP_PKEY* key) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned char* encoded = nullptr;
    const int size = i2d_PUBKEY(key, &encoded);
    const bool hashed = size > 0 && EVP_Digest(encoded, static_cast<std::size_t>(size), digest.data(), nullptr,
                                               EVP_sha256(), nullptr) == 1;
    OPENSSL_free(encoded);
    require(hashed, "authority name");
    std::array<char, 16> tail{};
    std::snprintf(tail.data(), tail.size(), "%02x%02x%02x%02x", digest[0], digest[1], digest[2], digest[3]);
    return std::string{"Tandem development CA "} + tail.data();
}

}  // namespace

OwnedKey make_key() {
    OwnedKey key{EVP_EC_gen("P-256")};
    require(key != nullptr, "key generation");
    return key;
}

OwnedCertificate make_authority_certificate(EVP_PKEY* key) {
    OwnedCertificate certificate = begin_certificate(key, authority_name(key), kAuthorityDays);
    X509* const raw = certificate.get();
    require(X509_set_issuer_name(raw, X509_get_subject_name(raw)) == 1, "issuer");
    add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(raw, raw, NID_subject_key_identifier, "hash");
    add_extension(raw, raw, NID_authority_key_identifier, "keyid:always");
    require(X509_sign(raw, key, EVP_sha256()) > 0, "signature");
    return certificate;
}

OwnedCertificate make_leaf_certificate(EVP_PKEY* key, const std::vector<std::string>& names, X509* authority,
                                       EVP_PKEY* authority_key) {
    OwnedCertificate certificate = begin_certificate(key, "Tandem KMS", kLeafDays);
    X509* const raw = certificate.get();
    if (ASN1_TIME_compare(X509_get0_notAfter(raw), X509_get0_notAfter(authority)) > 0)
        require(X509_set1_notAfter(raw, X509_get0_notAfter(authority)) == 1, "validity");
    require(X509_set_issuer_name(raw, X509_get_subject_name(authority)) == 1, "issuer");
    add_names(raw, names);
    add_extension(raw, authority, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(raw, authority, NID_key_usage, "critical,digitalSignature");
    add_extension(raw, authority, NID_ext_key_usage, "serverAuth");
    add_extension(raw, authority, NID_subject_key_identifier, "hash");
    add_extension(raw, authority, NID_authority_key_identifier, "keyid:always");
    require(X509_sign(raw, authority_key, EVP_sha256()) > 0, "signature");
    return certificate;
}

}  // namespace tandem::http
