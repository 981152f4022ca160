// ReEncrypt (section 6.10): a message to a message, a data key to a data key. The two are told apart by their
// spelling: base64 of a symmetric ciphertext never begins as its hexadecimal does.

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "encryption_algorithm.hpp"
#include "huawei/operations/data_keys/data_key.hpp"
#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "opening.hpp"
#include "sealing.hpp"

namespace tandem::api::huawei::re_encrypt {

namespace {

constexpr FieldLimit kCipherText{.form = "base64 of a message, hexadecimal of a data key",
                                 .breach = ErrorCode::ciphertext_malformed};
// Encrypting and decrypting alone do not take the last one.
constexpr FieldLimit kAlgorithm{.breach = ErrorCode::algorithm_invalid, .choices = kEncryptionAlgorithmNames};
constexpr FieldRule kFields[] = {
    {"destination_key_id", FieldType::text, true, &rules::kReference},
    {"cipher_text", FieldType::text, true, &kCipherText},
    {"source_key_id", FieldType::text, false, &rules::kReference},
    {"source_additional_authenticated_data", FieldType::text, false, &rules::kAdditionalData},
    {"source_encryption_algorithm", FieldType::text, false, &kAlgorithm},
    {"destination_additional_authenticated_data", FieldType::text, false, &rules::kAdditionalData},
    {"destination_encryption_algorithm", FieldType::text, false, &kAlgorithm},
    {"datakey_cipher_length", FieldType::decimal, false, &rules::kDataKeyCipherBytes},
};
// Either key may be another domain's. That of the destination comes once the message is open.
constexpr DeclaredKey kKeys[] = {{.field = "source_key_id", .grant = "re-encrypt-from"},
                                 {.field = "cipher_text", .grant = "re-encrypt-from", .late = true},
                                 {.field = "destination_key_id", .grant = "re-encrypt-to", .late = true}};
constexpr OpeningKeys kSourceKeys = std::span{kKeys}.first<2>();
constexpr const DeclaredKey& kDestinationKey = kKeys[2];
constexpr std::string_view kDataKeyPrefix = "0200";

struct Side {
    EncryptionAlgorithm algorithm;
    ByteView context;
};
struct Values {
    bool is_data_key;
    Side source;
    Side destination;
    service::KeyRef destination_key;
    Sealed sealed;
};

Result<Side> read_side(const Request& request, std::string_view algorithm_field, std::string_view context_field) {
    Side side;
    side.algorithm = value_of(kEncryptionAlgorithms, request.fields.text(algorithm_field));
    TANDEM_TRY(side.context, read_additional_data(request, context_field));
    return side;
}

Result<ByteView> read_message(const Request& request) {
    // A length is of data keys alone, and this is none.
    if (request.fields.has("datakey_cipher_length")) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    return read_base64(request, "cipher_text", kMaxCiphertextBytes, ErrorCode::ciphertext_malformed);
}

Result<ByteView> read_data_key(const Request& request, const Side& destination) {
    if (destination.algorithm) return fail(ErrorCode::algorithm_invalid, "destination_encryption_algorithm");
    return read_data_key_blob(request);
}

Result<Values> read(Request& request) {
    const Fields& fields = request.fields;
    Values values{};
    TANDEM_TRY(values.source,
               read_side(request, "source_encryption_algorithm", "source_additional_authenticated_data"));
    TANDEM_TRY(values.destination,
               read_side(request, "destination_encryption_algorithm", "destination_additional_authenticated_data"));
    TANDEM_TRY(values.destination_key, read_key_reference(request, fields.text("destination_key_id")));
    values.is_data_key = !values.source.algorithm && fields.text("cipher_text").starts_with(kDataKeyPrefix);
    TANDEM_TRY(const ByteView blob,
               values.is_data_key ? read_data_key(request, values.destination) : read_message(request));
    TANDEM_TRY(values.sealed,
               read_sealed(request, kSourceKeys, fields.text("source_key_id"), blob, values.source.algorithm));
    return values;
}

Place place(const Request&, const Values& values) {
    const bool is_symmetric = !values.source.algorithm && !values.destination.algorithm;
    return is_symmetric ? Place::io_thread : Place::calculator;
}

Result<Opened> open(Request& request, const Values& values) {
    TANDEM_TRY(const Opened opened,
               open_sealed(request, kSourceKeys, values.sealed,
                           {.context = values.source.context, .any_data_key_purpose = values.is_data_key}));
    if (values.is_data_key) TANDEM_CHECK(check_stated_length(request.fields, opened.plaintext.size()));
    return opened;
}

Result<ByteView> seal(const Request& request, const Values& values, const FoundKey& key, ByteView plaintext) {
    const Side& side = values.destination;
    if (values.is_data_key) return seal_data_key(request, key, plaintext, side.context, keys::Operation::encrypt);
    return seal_message(request, key, side.algorithm, plaintext, side.context);
}

void write_algorithm(JsonWriter& json, std::string_view name, const Fields& fields) {
    const std::string_view given = fields.text(name);
    json.unescaped(name, given.empty() ? kSymmetricDefault : given);
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const Opened opened, open(request, values));
    TANDEM_TRY(const FoundKey destination, request.find_late(kDestinationKey, values.destination_key));
    TANDEM_TRY(const ByteView sealed, seal(request, values, destination, opened.plaintext));
    request.note_key(destination.key->id);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, destination.key->id);
    json.unescaped("source_key_id", opened.key->id.text());
    write_algorithm(json, "source_encryption_algorithm", request.fields);
    write_algorithm(json, "destination_encryption_algorithm", request.fields);
    values.is_data_key ? write_upper_hex(json, "cipher_text", sealed) : write_base64(json, "cipher_text", sealed);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ReEncrypt",
    .details = post("/v1.0/{project_id}/kms/re-encrypt"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kCipherErrors,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::re_encrypt
