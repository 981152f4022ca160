// ImportDataKey (API 3.0 spec section 8): a data key that the server is to host, as GenerateDataKey gave it, or in
// clear.

#include "tandem/keys/key_facts.hpp"

#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::import_data_key {

namespace {

constexpr FieldLimit kMaterial{.form = "ImportType 1: a CiphertextBlob without context; 2: base64 of 1 to 1024 bytes",
                               .breach = ErrorCode::data_key_material_invalid};
constexpr FieldLimit kTypeChoice{
    .form = "1 ciphertext, 2 plaintext", .breach = ErrorCode::key_type_invalid, .least = 1, .most = 2};
constexpr FieldRule kFields[] = {
    {"DataKeyName", FieldType::text, kRequired, &kDataKeyName},
    {"ImportKeyMaterial", FieldType::text, kRequired, &kMaterial},
    {"ImportType", FieldType::unsigned_integer, kRequired, &kTypeChoice},
    {"Description", FieldType::text, kOptional, &kShortDescription},
    {"KeyId", FieldType::text, kOptional, &kUuidOrEmpty},
    kHsmClusterId,
    kTags,
};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
constexpr std::array kOwnErrors{
    instead(ErrorCode::data_key_name_exists, "InvalidParameterValue.InvalidDataKeyName", kTakenNameText),
    instead(ErrorCode::plaintext_too_long, "InvalidParameterValue.InvalidPlaintext",
            "The plaintext is longer than 1024 bytes."),
    kPendingDeleteError,
    instead(ErrorCode::key_pending_import, kStateNotSupport, kStateText),
    kAsymmetricKeyError,
};
constexpr auto kErrors = joined(kOwnErrors, kNotForEncryptionErrors);
constexpr std::int64_t kOfCiphertext = 1;  // ImportType

struct Values {
    service::DataKeyFacts facts;
    std::optional<ByteView> plaintext{};  // else ImportKeyMaterial is a ciphertext
};

// A ciphertext of GenerateDataKey tells its key itself; KeyId is checked against it.
Result<void> read_ciphertext(Request& request, const service::DataKeyFacts& facts) {
    const std::string_view text = request.fields.text("KeyId");
    const std::optional<KeyId> expected = KeyId::parse(text);
    if (!text.empty() && !expected) return fail(ErrorCode::key_id_malformed);
    TANDEM_CHECK(service::check_new_data_key(request.call(), facts));
    TANDEM_TRY(const KeyId key, service::key_of_sealed_data_key(request.fields.text("ImportKeyMaterial"),
                                                                expected ? &*expected : nullptr));
    request.name_key(kKeys[0], key);
    return {};
}

Result<ByteView> read_plaintext(Request& request) {
    if (request.fields.text("KeyId").empty()) return fail(ErrorCode::parameter_missing, "KeyId");
    TANDEM_TRY(const ByteView plaintext,
               decode_base64(request, "ImportKeyMaterial",
                             {keys::kMaxDataKeyBytes, ErrorCode::plaintext_malformed, ErrorCode::plaintext_too_long}));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return plaintext;
}

Result<Values> read(Request& request) {
    Values values;
    TANDEM_TRY(values.facts, read_data_key_facts(request.fields));
    if (request.fields.integer("ImportType") == kOfCiphertext) {
        TANDEM_CHECK(read_ciphertext(request, values.facts));
    } else {
        TANDEM_TRY(values.plaintext, read_plaintext(request));
    }
    return values;
}

Result<const store::HostedDataKey*> import(Request& request, Values& values) {
    if (values.plaintext)
        return service::import_data_key(request.call(), std::move(values.facts), request.key(), *values.plaintext);
    return service::import_sealed_data_key(request.call(), std::move(values.facts),
                                           request.fields.text("ImportKeyMaterial"), request.key());
}

Result<void> run(Request& request, Values& values) {
    TANDEM_TRY(const store::HostedDataKey* data_key, import(request, values));
    write_key_id(request.out, "KeyId", data_key->key);
    write_data_key_id(request.out, data_key->id);
    write_tagging(request.out, !data_key->tags.empty());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ImportDataKey",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::import_data_key
