#pragma once
// Encrypt, decrypt and re-encrypt small messages and data keys under symmetric keys. Runs on the I/O thread.

#include "tandem/base/bytes.hpp"
#include "tandem/keys/envelope.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

struct EncryptInput {
    KeyRef key;
    ByteView plaintext;  // 1..4,096 bytes: plaintext_empty, plaintext_too_long
    ByteView context;    // canonical (keys/encryption_context.hpp)
    keys::Shape shape;
    keys::Purpose purpose = keys::Purpose::message;
    keys::Operation operation = keys::Operation::encrypt;  // whose state rules hold
};

// Seals under the newest version and leaves `envelope` ready to be encoded; the trailed shape's closing digest is the
// caller's (finish_trailed). Errors: those of find_key, the key's state, key_is_asymmetric, key_is_for_signing,
// key_is_for_mac, key_is_elliptic, plaintext_*.
Result<const store::Key*> encrypt(const Call& call, const EncryptInput& input, keys::Envelope& envelope);

struct DecryptInput {
    ByteView context;                                // canonical
    keys::Purpose purpose = keys::Purpose::message;  // must be the message's; the envelope tells which data key it is
    bool any_data_key_purpose = false;               // data keys: accept data_key and unaligned_data_key
    std::optional<KeyId> expected_key{};             // the key that the caller says it is: else ciphertext_rejected
};
struct DecryptOutput {
    const store::Key* key;
    std::size_t plaintext_bytes;
    std::uint32_t version;
};

// Opens a parsed envelope into `plaintext`, which must hold envelope.ciphertext().size() bytes. Errors: key_not_found,
// the key's state, then ciphertext_rejected for everything that comes after the key was found.
Result<DecryptOutput> decrypt(const Call& call, const DecryptInput& input, keys::Envelope& envelope,
                              MutableBytes plaintext);

// The trailed shape's wire bytes with their closing SHA-256. `to` must hold envelope.encoded_length().
void write_trailed(const keys::Envelope& envelope, MutableBytes to) noexcept;
// Reads and checks the closing SHA-256 too. Error: ciphertext_malformed.
Result<void> read_trailed(ByteView bytes, keys::Envelope& envelope);

}  // namespace tandem::service
