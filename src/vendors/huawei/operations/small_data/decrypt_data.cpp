// DecryptData (sections 6.3 and 7, Small data).

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "encryption_algorithm.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/field_rules.hpp"
#include "opening.hpp"

#include <string>

namespace tandem::api::huawei::decrypt_data {

namespace {

constexpr FieldLimit kCipherText{.form = "base64, as encrypt-data gave it", .breach = ErrorCode::ciphertext_malformed};
constexpr FieldRule kFields[] = {
    {"cipher_text", FieldType::text, true, &kCipherText},
    {"key_id", FieldType::text, false, &rules::kReference},
    {"encryption_algorithm", FieldType::text, false, &kEncryptionAlgorithm},
    rules::kAdditional,
    rules::kEncryptionContext,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "decrypt-data"},
                                 {.field = "cipher_text", .grant = "decrypt-data", .late = true}};

struct Values {
    Sealed sealed;
    ByteView context;
};

Result<Values> read(Request& request) {
    const Fields& fields = request.fields;
    TANDEM_TRY(const ByteView ciphertext,
               read_base64(request, "cipher_text", kMaxCiphertextBytes, ErrorCode::ciphertext_malformed));
    TANDEM_TRY(const ByteView context, read_context(request));
    TANDEM_TRY(const Sealed sealed, read_sealed(request, kKeys, fields.text("key_id"), ciphertext,
                                                value_of(kEncryptionAlgorithms, fields.text("encryption_algorithm"))));
    return Values{sealed, context};
}

Place place(const Request&, const Values& values) {
    return values.sealed.algorithm ? Place::calculator : Place::io_thread;
}

// The longest JSON form of a text: every byte as \u00XX or as U+FFFD.
constexpr std::size_t escaped_length(std::size_t bytes) noexcept { return 6 * bytes; }

// plain_text is the text, made readable where it is none; plain_text_base64 is the bytes (section 6.3). The room is
// taken before anything is written, so that growing leaves no copy behind.
void write_plaintext(const Request& request, const KeyId& key, ByteView plaintext) {
    constexpr std::size_t kOtherMembers = 256;
    std::string& body = request.exchange.reply.body;
    body.reserve(escaped_length(plaintext.size()) + base64_length(plaintext.size()) + kOtherMembers);
    JsonWriter json{body};
    json.begin_object();
    write_key_id(json, key);
    if (is_valid_utf8(as_text(plaintext))) {
        json.text("plain_text", as_text(plaintext));
    } else {
        std::string readable = utf8_lossy(plaintext);
        json.text("plain_text", readable);
        wipe(readable.data(), readable.size());
    }
    write_base64(json, "plain_text_base64", plaintext);
    json.end_object();
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const Opened opened, open_sealed(request, kKeys, values.sealed, {.context = values.context}));
    write_plaintext(request, opened.key->id, opened.plaintext);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DecryptData",
    .details = post("/v1.0/{project_id}/kms/decrypt-data"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kCipherErrors,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::decrypt_data
