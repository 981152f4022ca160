#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/messages.hpp"

#include "../../json_writer.hpp"
#include "../context.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "encryption_algorithm.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

namespace {

// A missing plain text and an empty one are different faults (section 6.3).
Result<ByteView> read_plaintext(const OperationCall& call) {
    const std::string_view text = call.fields.text("plain_text");
    if (text.empty()) {
        if (call.given_text("plain_text") != nullptr) return fail(ErrorCode::plaintext_empty, "plain_text");
        return fail(ErrorCode::parameter_missing, "plain_text");
    }
    if (text.size() > keys::kMaxPlaintextBytes) return fail(ErrorCode::plaintext_too_long, "plain_text");
    return as_bytes(text);
}

void write_answer(OperationCall& call, const KeyId& key, ByteView ciphertext) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key);
    base64_encode_to(json.fill("cipher_text", base64_length(ciphertext.size())), ciphertext);
    json.end_object();
}

Result<void> encrypt_to_public_key(OperationCall& call, const service::AsymmetricInput& input) {
    auto encrypted = service::asymmetric_encrypt(call.service, input);
    if (encrypted.has_error()) {
        // Within 4,096 bytes it is the key that cannot take so much.
        const bool over_the_key = encrypted.error().code == ErrorCode::plaintext_too_long;
        if (over_the_key) return fail(ErrorCode::encryption_failed, "plain_text");
        return std::move(encrypted).error();
    }
    note_key(call.exchange, encrypted->key->id);
    write_answer(call, encrypted->key->id, encrypted->ciphertext);
    return {};
}

}  // namespace

Result<void> encrypt_data(OperationCall& call) {
    TANDEM_TRY(const ByteView plaintext, read_plaintext(call));
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const auto scheme, read_encryption_algorithm(call.fields));
    TANDEM_TRY(const ByteView context, read_context(call));
    if (scheme) return encrypt_to_public_key(call, {.key = reference, .data = plaintext, .scheme = *scheme});

    keys::Envelope envelope;
    const service::EncryptInput input{
        .key = reference, .plaintext = plaintext, .context = context, .shape = keys::Shape::trailed};
    TANDEM_TRY(const store::Key* key, service::encrypt(call.service, input, envelope));
    note_key(call.exchange, key->id);
    const MutableBytes blob = call.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);
    write_answer(call, key->id, blob);
    return {};
}

}  // namespace tandem::dialect::huawei
