#pragma once
// Opening messages and data keys under keys of every kind, for decrypt-data, decrypt-datakey and re-encrypt (section
// 6.3). A symmetric ciphertext says in its head what key it is under, and the request may name that key beside it; an
// asymmetric one says nothing of its key.

#include "tandem/service/actions/messages.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"

#include <span>

namespace tandem::api::huawei {

inline constexpr std::size_t kMaxCiphertextBytes = 4236;  // section 6.1: of 4,096 bytes

// The keys by which an operation opens: the one beside the ciphertext, and that of its head, which is found at once
// where none is beside it and late otherwise.
using OpeningKeys = std::span<const DeclaredKey, 2>;

// A ciphertext to be opened. Its key, the first of the request, is named.
struct Sealed {
    EncryptionAlgorithm algorithm{};
    ByteView blob;
    keys::Envelope* envelope = nullptr;  // of a symmetric ciphertext, in the arena
    bool names_key = false;              // then the envelope is read once that key was looked at
};
// Reads it, in read(). Errors: parameter_missing (an asymmetric ciphertext without a key beside it), name_key's,
// ciphertext_malformed.
Result<Sealed> read_sealed(Request& request, OpeningKeys keys, std::string_view key_id, ByteView blob,
                           const EncryptionAlgorithm& algorithm = {});

struct Opened {
    const store::Key* key;
    ByteView plaintext;  // in the arena
};
// `input` says the context and the purpose. Errors: check_symmetric_key's of a named key, ciphertext_malformed, those
// of finding the key, service::decrypt's, service::asymmetric_decrypt's.
Result<Opened> open_sealed(Request& request, OpeningKeys keys, const Sealed& sealed, service::DecryptInput input);

}  // namespace tandem::api::huawei
