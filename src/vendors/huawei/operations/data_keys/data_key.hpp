#pragma once
// The parts that the data-key operations share (section 6.4).

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/digest.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// Data keys know one fault of an asymmetric key, whatever it is for (section 8).
inline constexpr VendorError kNotForAsymmetricKeys{ErrorCode::key_is_asymmetric, 400, "KMS.0325",
                                                   "The asymmetric key is not support this operation."};
inline constexpr ErrorOverride kDataKeyErrors[] = {
    {ErrorCode::key_is_for_signing, kNotForAsymmetricKeys},
    {ErrorCode::key_is_elliptic, kNotForAsymmetricKeys},
};

using DataKeyDigest = crypto::Sha256Digest;

// SHA-256 of the raw bytes; SM3 under an SM4 key.
DataKeyDigest data_key_digest(const store::Key& key, ByteView data_key);

// The ciphertext, in the arena. Errors: service::encrypt's.
Result<ByteView> seal_data_key(const Request& request, const FoundKey& key, ByteView data_key, ByteView context,
                               keys::Operation operation);

// datakey_cipher_length, if it is there: the bytes of the plain data key, in spite of its name. Error:
// data_key_cipher_length_mismatch.
Result<void> check_stated_length(const Fields& fields, std::size_t bytes);

// cipher_text of a data key, in the arena. Error: ciphertext_malformed.
Result<ByteView> read_data_key_blob(const Request& request);

}  // namespace tandem::api::huawei
