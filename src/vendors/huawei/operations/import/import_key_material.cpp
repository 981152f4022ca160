// ImportKeyMaterial (sections 6.9 and 7, Import).

#include "tandem/api/field_hints.hpp"
#include "tandem/service/actions/import.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::import_key_material {

namespace {

constexpr FieldLimit kToken{.form = "as get-parameters-for-import gave it", .breach = ErrorCode::import_token_invalid};
constexpr FieldLimit kMaterial{.form = "base64", .breach = ErrorCode::parameter_invalid};
constexpr FieldLimit kPrivateKey{.form = "base64 of PKCS#8 under the temporary AES key, RFC 5649; of asymmetric keys",
                                 .breach = ErrorCode::private_key_invalid};
constexpr FieldLimit kEnd{
    .form = "seconds since 1970, to come", .breach = ErrorCode::material_expiry_invalid, .most = 4'294'967'295};
constexpr FieldRule kFields[] = {
    rules::kOwnKey,
    {"import_token", FieldType::text, true, &kToken},
    {"encrypted_key_material", FieldType::text, true, &kMaterial},
    {"encrypted_privatekey", FieldType::text, false, &kPrivateKey},
    {"expiration_time", FieldType::unsigned_integer, false, &kEnd},
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};
constexpr std::size_t kMostPrivateKeyBytes = 4608;  // 6,144 characters

struct Values {
    ByteView wrapped;
    ByteView private_key;
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("key_id")));
    TANDEM_TRY(const ByteView wrapped, read_base64(request, "encrypted_key_material", service::kMostWrappedBytes));
    TANDEM_TRY(const ByteView private_key,
               read_base64(request, "encrypted_privatekey", kMostPrivateKeyBytes, ErrorCode::private_key_invalid));
    return Values{wrapped, private_key};
}

// Seconds (section 1, time stamps).
OptionalTime read_expiry(const Fields& fields) {
    const auto seconds = fields.integer("expiration_time");
    return seconds ? OptionalTime{TimePoint{std::chrono::seconds{*seconds}}} : OptionalTime{};
}

Result<void> run(Request& request, const Values& values) {
    const std::string_view token = request.fields.text("import_token");
    const auto imported =
        service::import_material(request.call(), {.key = request.key(),
                                                  .token = token,
                                                  .wrapped = values.wrapped,
                                                  .wrapped_private_key = values.private_key,
                                                  .expires = read_expiry(request.fields),
                                                  .states = service::ImportStates::pending_import_or_waiting});
    if (imported.has_error() && request.settings.development)
        return explained_import(imported.error(), request.call(), request.key(), token, values.wrapped);
    TANDEM_CHECK(imported);
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ImportKeyMaterial",
    .details = post("/v1.0/{project_id}/kms/import-key-material"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::calculator,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::import_key_material
