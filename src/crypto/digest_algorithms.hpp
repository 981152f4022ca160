#pragma once
// EVP digests, each fetched once a process. They throw std::runtime_error when OpenSSL lacks one.

#include "openssl.hpp"

namespace tandem::crypto {

const EVP_MD* sha1_algorithm();
const EVP_MD* sha256_algorithm();
const EVP_MD* sha384_algorithm();
const EVP_MD* sha512_algorithm();
const EVP_MD* sm3_algorithm();

}  // namespace tandem::crypto
