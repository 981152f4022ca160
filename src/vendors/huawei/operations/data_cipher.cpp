#include "data_cipher.hpp"

#include "huawei/wire/key_reference.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

Result<CipherAnswer> encrypt_to_public_key(OperationCall& call, const service::KeyRef& reference,
                                           service::AsymmetricScheme scheme, ByteView plaintext) {
    TANDEM_CHECK(service::require_plaintext(plaintext));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    auto encrypted = service::asymmetric_encrypt(call.service, {.key = *key, .data = plaintext, .scheme = scheme});
    if (encrypted.has_error()) {
        // Within 4,096 bytes it is the key that cannot take so much.
        const bool over_the_key = encrypted.error().code == ErrorCode::plaintext_too_long;
        if (over_the_key) return fail(ErrorCode::encryption_failed, "plain_text");
        return std::move(encrypted).error();
    }
    const MutableBytes bytes = call.arena.bytes(encrypted->ciphertext.size());
    std::ranges::copy(encrypted->ciphertext, bytes.begin());
    return CipherAnswer{.key = key, .bytes = bytes};
}

Result<CipherAnswer> decrypt_with_private_key(OperationCall& call, const OpenInput& input) {
    if (input.key_id.empty()) return fail(ErrorCode::parameter_missing, "key_id");
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, input.key_id));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_TRY(
        const auto decrypted,
        service::asymmetric_decrypt(call.service, {.key = *key, .data = input.ciphertext, .scheme = *input.algorithm}));
    const ByteView plaintext = decrypted.plaintext.expose_secret();
    const MutableBytes bytes = call.arena.bytes(plaintext.size());
    std::ranges::copy(plaintext, bytes.begin());
    return CipherAnswer{.key = key, .bytes = bytes};
}

}  // namespace

Result<CipherAnswer> seal_message(OperationCall& call, const service::KeyRef& reference,
                                  const EncryptionAlgorithm& algorithm, ByteView plaintext, ByteView context) {
    if (algorithm) return encrypt_to_public_key(call, reference, *algorithm, plaintext);
    TANDEM_CHECK(service::check_plaintext(plaintext));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    keys::Envelope envelope;
    const service::EncryptInput input{
        .key = *key, .plaintext = plaintext, .context = context, .shape = keys::Shape::trailed};
    TANDEM_CHECK(service::encrypt(call.service, input, envelope));
    const MutableBytes blob = call.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);
    return CipherAnswer{.key = key, .bytes = blob};
}

Result<CipherAnswer> open_envelope(OperationCall& call, std::string_view key_id, ByteView blob,
                                   service::DecryptInput input) {
    const store::Key* key = nullptr;
    if (!key_id.empty()) {
        TANDEM_TRY(key, find_symmetric_key(call, key_id, keys::Operation::decrypt));
        input.expected_key = key->id;
    }
    keys::Envelope envelope;
    TANDEM_CHECK(service::read_trailed(blob, envelope));
    const KeyId& id = envelope.header().key;
    note_key(call.exchange, id);
    if (key == nullptr || key->id != id) {
        TANDEM_TRY(key, service::find_key(call.service, id));
    }
    const MutableBytes room = call.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened, service::decrypt(call.service, *key, input, envelope, room));
    return CipherAnswer{.key = opened.key, .bytes = room.first(opened.plaintext_bytes)};
}

Result<CipherAnswer> open_message(OperationCall& call, const OpenInput& input) {
    if (input.algorithm) return decrypt_with_private_key(call, input);
    return open_envelope(call, input.key_id, input.ciphertext, {.context = input.context});
}

}  // namespace tandem::api::huawei
