#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "data_cipher.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/context.hpp"

namespace tandem::api::huawei {

namespace {

// The longest JSON form of a text: every byte as \u00XX or as U+FFFD.
constexpr std::size_t escaped_length(std::size_t bytes) noexcept { return 6 * bytes; }

// plain_text is the text, made readable where it is none; plain_text_base64 is the bytes (section 6.3). The room is
// taken before anything is written, so that growing leaves no copy behind.
void write_plaintext(OperationCall& call, const KeyId& key, ByteView plaintext) {
    constexpr std::size_t kOtherMembers = 256;
    call.exchange.reply.body.reserve(escaped_length(plaintext.size()) + base64_length(plaintext.size()) +
                                     kOtherMembers);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key);
    if (is_valid_utf8(as_text(plaintext))) {
        json.text("plain_text", as_text(plaintext));
    } else {
        std::string readable = utf8_lossy(plaintext);
        json.text("plain_text", readable);
        wipe(readable.data(), readable.size());
    }
    base64_encode_to(json.fill("plain_text_base64", base64_length(plaintext.size())), plaintext);
    json.end_object();
}

}  // namespace

Result<void> decrypt_data(OperationCall& call) {
    const EncryptionAlgorithm algorithm = value_of(kEncryptionAlgorithms, call.fields.text("encryption_algorithm"));
    TANDEM_TRY(const ByteView ciphertext,
               read_base64(call, "cipher_text", kMaxCiphertextBytes, ErrorCode::ciphertext_malformed));
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const CipherAnswer opened, open_message(call, {.key_id = call.fields.text("key_id"),
                                                              .algorithm = algorithm,
                                                              .ciphertext = ciphertext,
                                                              .context = context}));
    write_plaintext(call, opened.key->id, opened.bytes);
    return {};
}

}  // namespace tandem::api::huawei
