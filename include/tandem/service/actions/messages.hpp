#pragma once
// Encrypt, decrypt and re-encrypt small messages and data keys under symmetric keys. Runs on the I/O thread.

#include "tandem/base/bytes.hpp"
#include "tandem/keys/envelope.hpp"
#include "tandem/service/call.hpp"

namespace tandem::service {

// Checks what encrypt asks first, whatever the key: 1 to 4,096 bytes. Errors: plaintext_empty, plaintext_too_long.
Result<void> check_plaintext(ByteView plaintext);

struct EncryptInput {
    const store::Key& key;
    ByteView plaintext;  // check_plaintext
    ByteView context;    // canonical (keys/encryption_context.hpp)
    keys::Shape shape;
    keys::Purpose purpose = keys::Purpose::message;
    keys::Operation operation = keys::Operation::encrypt;  // whose state rules hold
};

// Seals under the newest version and leaves `envelope` ready to be encoded; the trailed shape's closing digest is the
// caller's (write_trailed). Errors: check_plaintext's, the key's state, key_is_asymmetric, key_is_for_signing,
// key_is_for_mac, key_is_elliptic.
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

// Opens a parsed envelope, whose head names the key, into `plaintext`, which must hold envelope.ciphertext().size()
// bytes. Errors: the key's state, then ciphertext_rejected for everything else.
Result<DecryptOutput> decrypt(const Call& call, const store::Key& key, const DecryptInput& input,
                              keys::Envelope& envelope, MutableBytes plaintext);

// The trailed shape's wire bytes with their closing SHA-256. `to` must hold envelope.encoded_length().
void write_trailed(const keys::Envelope& envelope, MutableBytes to) noexcept;
// Reads and checks the closing SHA-256 too. Error: ciphertext_malformed.
Result<void> read_trailed(ByteView bytes, keys::Envelope& envelope);

}  // namespace tandem::service
