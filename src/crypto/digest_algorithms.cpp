#include "digest_algorithms.hpp"

namespace tandem::crypto {
namespace {

const EVP_MD* fetch_digest(const char* name) {
    const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    require(algorithm != nullptr, name);
    return algorithm;
}

}  // namespace

const EVP_MD* sha1_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA1");
    return algorithm;
}

const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA256");
    return algorithm;
}

const EVP_MD* sha384_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA384");
    return algorithm;
}

const EVP_MD* sha512_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA512");
    return algorithm;
}

const EVP_MD* sm3_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SM3");
    return algorithm;
}

}  // namespace tandem::crypto
