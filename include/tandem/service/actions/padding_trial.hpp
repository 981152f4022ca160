#pragma once
// Why an RSA ciphertext did not open, by trying another padding. For diagnoses of development servers alone
// (crypto/padding_trial.hpp). Worker pool; false whenever it cannot be tried.

#include "tandem/service/call.hpp"

#include <string_view>

namespace tandem::service {

// For asymmetric_decrypt.
bool is_encrypted_with_mgf1_sha1(const Call& call, const store::Key& key, ByteView ciphertext);
// For import_material.
bool is_wrapped_with_mgf1_sha1(const Call& call, const store::Key& key, std::string_view import_token,
                               ByteView wrapped);

}  // namespace tandem::service
