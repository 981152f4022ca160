#pragma once
// Known answers. A server that fails one must not serve.

#include <string>
#include <vector>

namespace tandem::crypto {

// AES-256-GCM, SM4, SHA-256, SM3, HMAC, HKDF: under 5 ms. Names of the tests that failed; empty = all passed.
[[nodiscard]] std::vector<std::string> symmetric_self_test();
// RSA-OAEP, SM2, and signatures of every kind: tens of milliseconds.
[[nodiscard]] std::vector<std::string> asymmetric_self_test();

}  // namespace tandem::crypto
