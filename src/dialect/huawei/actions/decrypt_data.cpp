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

constexpr std::size_t kMaxCiphertextCharacters = 5648;  // section 6.1: of 4,096 bytes

Result<ByteView> read_ciphertext(const OperationCall& call) {
    const std::string_view text = call.fields.text("cipher_text");
    if (text.size() > kMaxCiphertextCharacters) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    const MutableBytes room = call.arena.bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(room, text);
    if (!size) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    return ByteView{room.first(*size)};
}

// The longest JSON form of a text: every byte as \u00XX or as U+FFFD.
constexpr std::size_t escaped_length(std::size_t bytes) noexcept { return 6 * bytes; }

// plain_text is the text, made readable where it is none; plain_text_base64 is the bytes (section 6.3). The room is
// taken before anything is written, so that growing leaves no copy behind.
void write_answer(OperationCall& call, const KeyId& key, ByteView plaintext) {
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

// An asymmetric ciphertext says nothing of its key, so the request must.
Result<void> decrypt_with_private_key(OperationCall& call, ByteView ciphertext, service::AsymmetricScheme scheme) {
    if (!call.fields.has("key_id")) return fail(ErrorCode::parameter_missing, "key_id");
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    const service::AsymmetricInput input{.key = reference, .data = ciphertext, .scheme = scheme};
    TANDEM_TRY(const auto decrypted, service::asymmetric_decrypt(call.service, input));
    note_key(call.exchange, decrypted.key->id);
    write_answer(call, decrypted.key->id, decrypted.plaintext.expose_secret());
    return {};
}

}  // namespace

Result<void> decrypt_data(OperationCall& call) {
    TANDEM_TRY(const auto scheme, read_encryption_algorithm(call.fields));
    service::DecryptInput input;
    if (!scheme && call.fields.has("key_id")) {
        TANDEM_TRY(const store::Key* named,
                   find_symmetric_key(call, call.fields.text("key_id"), keys::Operation::decrypt));
        input.expected_key = named->id;
    }
    TANDEM_TRY(const ByteView ciphertext, read_ciphertext(call));
    TANDEM_TRY(input.context, read_context(call));
    if (scheme) return decrypt_with_private_key(call, ciphertext, *scheme);

    keys::Envelope envelope;
    TANDEM_CHECK(service::read_trailed(ciphertext, envelope));
    note_key(call.exchange, envelope.header().key);
    const MutableBytes room = call.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened, service::decrypt(call.service, input, envelope, room));
    write_answer(call, opened.key->id, room.first(opened.plaintext_bytes));
    return {};
}

}  // namespace tandem::dialect::huawei
