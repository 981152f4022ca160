// Section 6.9.

#include "tandem/service/actions/import.hpp"

#include "tandem/api/field_hints.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kMostPrivateKeyBytes = 4608;  // 6,144 characters

// Seconds (section 1, time stamps).
OptionalTime read_expiry(const Fields& fields) {
    const auto seconds = fields.integer("expiration_time");
    return seconds ? OptionalTime{TimePoint{std::chrono::seconds{*seconds}}} : OptionalTime{};
}

}  // namespace

Result<void> get_parameters_for_import(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    const auto algorithm = value_of(kWrappingAlgorithms, call.fields.text("wrapping_algorithm"));
    TANDEM_TRY(const service::ImportParameters parameters,
               service::get_import_parameters(
                   call.service,
                   {.key = *key, .algorithm = algorithm, .states = service::ImportStates::pending_import_or_waiting}));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.plain("import_token", parameters.token)
        .integer("expiration_time", to_seconds(parameters.expires))
        .plain("public_key", base64_encode(parameters.public_key))
        .end_object();
    return {};
}

Result<void> import_key_material(OperationCall& call) {
    TANDEM_TRY(const KeyId id, read_key_id(call, call.fields.text("key_id")));
    TANDEM_TRY(const ByteView wrapped, read_base64(call, "encrypted_key_material", service::kMostWrappedBytes));
    TANDEM_TRY(const ByteView private_key,
               read_base64(call, "encrypted_privatekey", kMostPrivateKeyBytes, ErrorCode::private_key_invalid));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    const std::string_view token = call.fields.text("import_token");
    auto imported =
        service::import_material(call.service, {.key = *key,
                                                .token = token,
                                                .wrapped = wrapped,
                                                .wrapped_private_key = private_key,
                                                .expires = read_expiry(call.fields),
                                                .states = service::ImportStates::pending_import_or_waiting});
    if (imported.has_error() && call.settings.development)
        return explained_import(imported.error(), call.service, *key, token, wrapped);
    TANDEM_CHECK(imported);
    return answer_empty(call);
}

Result<void> delete_imported_key_material(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::delete_imported_material(call.service, *key));
    return answer_empty(call);
}

}  // namespace tandem::api::huawei
