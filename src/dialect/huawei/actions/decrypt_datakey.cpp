#include "../../json_writer.hpp"
#include "../context.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "../numbers.hpp"
#include "data_key.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

namespace {

// The vendor's own encryption SDK states 32 for data keys of every size (decisions, 5.3).
constexpr std::uint32_t kAlwaysTolerated = 32;
constexpr std::size_t kMaxBlobCharacters = 2 * (124 + keys::kMaxDataKeyBytes);

// datakey_cipher_length: the bytes of the plain data key, in spite of its name.
Result<std::uint32_t> read_stated_length(const Fields& fields) {
    const auto length = decimal(fields.text("datakey_cipher_length"));
    if (!length || *length == 0 || *length > keys::kMaxDataKeyBytes) {
        return fail(ErrorCode::data_key_cipher_length_invalid, "datakey_cipher_length");
    }
    return *length;
}

Result<void> read_blob(const OperationCall& call, keys::Envelope& envelope) {
    const std::string_view text = call.fields.text("cipher_text");
    if (text.size() > kMaxBlobCharacters) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    const auto blob = read_hex(text, call.arena);
    if (!blob) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    return service::read_trailed(*blob, envelope);
}

}  // namespace

Result<void> decrypt_datakey(OperationCall& call) {
    TANDEM_TRY(const std::uint32_t stated, read_stated_length(call.fields));
    service::DecryptInput input;
    input.any_data_key_purpose = true;
    TANDEM_TRY(input.context, read_context(call));
    TANDEM_TRY(const store::Key* key, find_symmetric_key(call, call.fields.text("key_id"), keys::Operation::decrypt));
    input.expected_key = key->id;
    keys::Envelope envelope;
    TANDEM_CHECK(read_blob(call, envelope));
    const MutableBytes room = call.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened, service::decrypt(call.service, input, envelope, room));
    if (opened.plaintext_bytes != stated && stated != kAlwaysTolerated) {
        return fail(ErrorCode::data_key_cipher_length_mismatch, "datakey_cipher_length");
    }

    const ByteView data_key = room.first(opened.plaintext_bytes);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "data_key", data_key);
    json.plain("datakey_length", std::to_string(data_key.size()));
    write_upper_hex(json, "datakey_dgst", data_key_digest(*opened.key, data_key));
    json.end_object();
    return {};
}

}  // namespace tandem::dialect::huawei
