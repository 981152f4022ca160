// GenerateDataKey, Encrypt, Decrypt (2017 API, sections 6.8 to 6.10 and 7). Checks go in the order of section 8.4:
// ranges of parameters, then the key and its state, then what the operation says of its input.

#include "tandem/service/actions/messages.hpp"

#include "tandem/api/context_reader.hpp"
#include "tandem/api/field_hints.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/key_state.hpp"

#include "tencent/v2017/action_table.hpp"
#include "tencent/v2017/views/key_view.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2017 {

namespace {

constexpr std::size_t kMaxContext = 1024;  // code points of the text

Result<void> check_context_length(const Fields& fields) {
    if (code_points(fields.text("encryptionContext")) > kMaxContext) {
        return fail(ErrorCode::context_too_long, "encryptionContext");
    }
    return {};
}

Result<ByteView> read_context(const Handling& handling) {
    return read_context_text(handling.fields.text("encryptionContext"), kMaxContext, handling.arena);
}

// How many bytes the text stands for if it is base64.
std::size_t decoded_length(std::string_view base64) noexcept {
    const std::size_t padding = base64.ends_with("==") ? 2 : base64.ends_with('=') ? 1 : 0;
    return base64_capacity(base64.size()) - std::min(padding, base64_capacity(base64.size()));
}

Result<ByteView> decode_plaintext(std::string_view base64, Arena& arena) {
    const MutableBytes to = arena.bytes(base64_capacity(base64.size()));
    const auto size = base64_decode_to(to, base64);
    if (!size) return fail(ErrorCode::plaintext_malformed, "plaintext", named_hint("plaintext", base64_hint(base64)));
    return to.first(*size);
}

// numberOfBytes wins over keySpec; 0 is what some SDKs send for none.
Result<std::size_t> data_key_length(const Fields& fields) {
    const std::int64_t bytes = fields.integer("numberOfBytes").value_or(0);
    if (bytes < 0 || bytes > std::int64_t{keys::kMaxDataKeyBytes}) {
        return fail(ErrorCode::data_key_length_invalid, "numberOfBytes");
    }
    if (bytes != 0) return static_cast<std::size_t>(bytes);
    const std::string_view spec = fields.text("keySpec");
    if (spec.empty()) return fail(ErrorCode::parameters_missing, "keySpec, numberOfBytes");
    if (spec == "AES_128") return std::size_t{16};
    if (spec == "AES_256") return std::size_t{32};
    return fail(ErrorCode::data_key_spec_invalid, "keySpec");
}

// The key of the request, in a state in which it may do this.
Result<const store::Key*> find_usable_key(const Handling& handling, keys::Operation operation) {
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, handling.fields.text("keyId")));
    TANDEM_CHECK(service::check_state(handling.call, operation, *key));
    return key;
}

Result<void> seal(const Handling& handling, const store::Key& key, ByteView plaintext, keys::Operation operation,
                  keys::Envelope& envelope) {
    TANDEM_TRY(const ByteView context, read_context(handling));
    TANDEM_CHECK(service::encrypt(handling.call,
                                  {.key = key,
                                   .plaintext = plaintext,
                                   .context = context,
                                   .shape = keys::Shape::three_piece,
                                   .operation = operation},
                                  envelope));
    return {};
}

void write_blob(JsonWriter& json, std::string_view name, const keys::Envelope& envelope) {
    envelope.encode_three_piece_to(json.fill(name, envelope.encoded_length()));
}

void write_base64(JsonWriter& json, std::string_view name, ByteView bytes) {
    base64_encode_to(json.fill(name, base64_length(bytes.size())), bytes);
}

}  // namespace

Result<void> generate_data_key(const Handling& handling) {
    TANDEM_TRY(const std::size_t length, data_key_length(handling.fields));
    TANDEM_CHECK(check_context_length(handling.fields));
    TANDEM_TRY(const store::Key* key, find_usable_key(handling, keys::Operation::generate_data_key));

    const SecretBytes data_key = crypto::random_secret(length);
    keys::Envelope envelope;
    TANDEM_CHECK(seal(handling, *key, data_key.expose_secret(), keys::Operation::generate_data_key, envelope));
    write_reply(handling, [&](JsonWriter& json, ReplyName& name) {
        json.plain(name("keyId"), key->name.text());
        write_base64(json, name("plaintext"), data_key.expose_secret());
        write_blob(json, name("ciphertextBlob"), envelope);
    });
    return {};
}

Result<void> encrypt(const Handling& handling) {
    const std::string_view base64 = handling.fields.text("plaintext");
    if (decoded_length(base64) > keys::kMaxPlaintextBytes) return fail(ErrorCode::plaintext_too_long, "plaintext");
    TANDEM_CHECK(check_context_length(handling.fields));
    TANDEM_TRY(const store::Key* key, find_usable_key(handling, keys::Operation::encrypt));

    TANDEM_TRY(const ByteView plaintext, decode_plaintext(base64, handling.arena));
    keys::Envelope envelope;
    TANDEM_CHECK(seal(handling, *key, plaintext, keys::Operation::encrypt, envelope));
    write_reply(handling, [&](JsonWriter& json, ReplyName& name) {
        json.plain(name("keyId"), key->name.text());
        write_blob(json, name("ciphertextBlob"), envelope);
    });
    return {};
}

Result<void> decrypt(const Handling& handling) {
    TANDEM_CHECK(check_context_length(handling.fields));
    keys::Envelope envelope;
    TANDEM_CHECK(envelope.read_three_piece(handling.fields.text("ciphertextBlob")));
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, envelope.header().key));
    TANDEM_CHECK(service::check_state(handling.call, keys::Operation::decrypt, *key));

    TANDEM_TRY(const ByteView context, read_context(handling));
    const MutableBytes plaintext = handling.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const auto opened, service::decrypt(handling.call, *key, {.context = context}, envelope, plaintext));
    write_reply(handling, [&](JsonWriter& json, ReplyName& name) {
        json.plain(name("keyId"), key->name.text());
        write_base64(json, name("plaintext"), plaintext.first(opened.plaintext_bytes));
    });
    return {};
}

}  // namespace tandem::api::tencent::v2017
