// re-encrypt (section 6.10): a message to a message, a data key to a data key. The two are told apart by their
// spelling: base64 of a symmetric ciphertext never begins as its hexadecimal does.

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "data_cipher.hpp"
#include "data_key.hpp"
#include "handlers.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

#include <array>

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kDataKeyPrefix = "0200";
// Words of grants: either key may be another domain's.
constexpr std::string_view kFrom = "re-encrypt-from";
constexpr std::string_view kTo = "re-encrypt-to";

struct Side {
    EncryptionAlgorithm algorithm;
    ByteView context;
};

Result<Side> read_side(const OperationCall& call, std::string_view algorithm_field, std::string_view context_field) {
    Side side;
    side.algorithm = value_of(kEncryptionAlgorithms, call.fields.text(algorithm_field));
    TANDEM_TRY(side.context, read_additional_data(call, context_field));
    return side;
}

struct ReEncrypted {
    const store::Key* source;
    CipherAnswer sealed;
};

Result<ReEncrypted> move_message(OperationCall& call, const Side& source, const Side& destination,
                                 const service::KeyRef& destination_key) {
    // A length is of data keys alone, and this is none.
    if (call.fields.has("datakey_cipher_length")) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    TANDEM_TRY(const ByteView ciphertext,
               read_base64(call, "cipher_text", kMaxCiphertextBytes, ErrorCode::ciphertext_malformed));
    const auto open = [&](OperationCall& by) {
        return open_message(by, {.key_id = call.fields.text("source_key_id"),
                                 .algorithm = source.algorithm,
                                 .ciphertext = ciphertext,
                                 .context = source.context});
    };
    TANDEM_TRY(const CipherAnswer opened, with_grant(call, kFrom, open));
    const auto seal = [&](OperationCall& by) {
        return seal_message(by, destination_key, destination.algorithm, opened.bytes, destination.context);
    };
    TANDEM_TRY(const CipherAnswer sealed, with_grant(call, kTo, seal));
    return ReEncrypted{.source = opened.key, .sealed = sealed};
}

Result<ReEncrypted> move_data_key(OperationCall& call, const Side& source, const Side& destination,
                                  const service::KeyRef& destination_key) {
    if (destination.algorithm) return fail(ErrorCode::algorithm_invalid, "destination_encryption_algorithm");
    TANDEM_TRY(const ByteView blob, read_data_key_blob(call));
    const auto open = [&](OperationCall& by) {
        return open_envelope(by, call.fields.text("source_key_id"), blob,
                             {.context = source.context, .any_data_key_purpose = true});
    };
    TANDEM_TRY(const CipherAnswer opened, with_grant(call, kFrom, open));
    TANDEM_CHECK(check_stated_length(call.fields, opened.bytes.size()));
    const auto seal = [&](OperationCall& by) -> Result<SealedDataKey> {
        TANDEM_TRY(const store::Key* key, find_referenced_key(by, destination_key));
        return seal_data_key(by, *key, opened.bytes, destination.context, keys::Operation::encrypt);
    };
    TANDEM_TRY(const SealedDataKey sealed, with_grant(call, kTo, seal));
    return ReEncrypted{.source = opened.key, .sealed = {.key = sealed.key, .bytes = sealed.blob}};
}

void write_algorithm(JsonWriter& json, std::string_view name, const Fields& fields) {
    const std::string_view given = fields.text(name);
    json.plain(name, given.empty() ? kSymmetricDefault : given);
}

}  // namespace

Result<void> re_encrypt(OperationCall& call) {
    const Fields& fields = call.fields;
    TANDEM_TRY(const Side source,
               read_side(call, "source_encryption_algorithm", "source_additional_authenticated_data"));
    TANDEM_TRY(const Side destination,
               read_side(call, "destination_encryption_algorithm", "destination_additional_authenticated_data"));
    TANDEM_TRY(const service::KeyRef destination_key, read_key_reference(call, fields.text("destination_key_id")));
    if (source.algorithm || destination.algorithm) TANDEM_CHECK(service::require_worker(call.service));
    const bool is_data_key = !source.algorithm && fields.text("cipher_text").starts_with(kDataKeyPrefix);
    const auto move = is_data_key ? move_data_key : move_message;
    TANDEM_TRY(const ReEncrypted done, move(call, source, destination, destination_key));

    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, done.sealed.key->id);
    json.plain("source_key_id", done.source->id.text());
    write_algorithm(json, "source_encryption_algorithm", fields);
    write_algorithm(json, "destination_encryption_algorithm", fields);
    const ByteView bytes = done.sealed.bytes;
    if (is_data_key) {
        write_upper_hex(json, "cipher_text", bytes);
    } else {
        base64_encode_to(json.fill("cipher_text", base64_length(bytes.size())), bytes);
    }
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
