#include "tandem/base/encoding.hpp"

#include "../../json_writer.hpp"
#include "../context.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "data_cipher.hpp"
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

}  // namespace

Result<void> encrypt_data(OperationCall& call) {
    TANDEM_TRY(const ByteView plaintext, read_plaintext(call));
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const EncryptionAlgorithm algorithm,
               read_encryption_algorithm(call.fields.text("encryption_algorithm")));
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const CipherAnswer sealed, seal_message(call, reference, algorithm, plaintext, context));
    write_answer(call, sealed.key->id, sealed.bytes);
    return {};
}

}  // namespace tandem::dialect::huawei
