#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "data_cipher.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

void write_ciphertext(OperationCall& call, const KeyId& key, ByteView ciphertext) {
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key);
    base64_encode_to(json.fill("cipher_text", base64_length(ciphertext.size())), ciphertext);
    json.end_object();
}

}  // namespace

Result<void> encrypt_data(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    const EncryptionAlgorithm algorithm = value_of(kEncryptionAlgorithms, call.fields.text("encryption_algorithm"));
    const ByteView plaintext = as_bytes(call.fields.text("plain_text"));
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const CipherAnswer sealed, seal_message(call, reference, algorithm, plaintext, context));
    write_ciphertext(call, sealed.key->id, sealed.bytes);
    return {};
}

}  // namespace tandem::api::huawei
