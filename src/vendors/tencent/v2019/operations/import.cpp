#include "tandem/service/actions/import.hpp"

#include "tandem/api/field_hints.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

#include <chrono>

namespace tandem::api::tencent::v2019 {
namespace {

using service::WrappingAlgorithm;

// WrappingAlgorithm, one of the three that the field table lets through.
WrappingAlgorithm wrapping_of(crypto::RsaPadding padding) noexcept {
    switch (padding) {
        case crypto::RsaPadding::oaep_sha1:
            return WrappingAlgorithm::rsaes_oaep_sha1;
        case crypto::RsaPadding::oaep_sha256:
            return WrappingAlgorithm::rsaes_oaep_sha256;
        case crypto::RsaPadding::pkcs1_v1_5:
            break;
    }
    return WrappingAlgorithm::rsaes_pkcs1_v1_5;
}

// Unix seconds; 0 and absent are never.
OptionalTime read_expiry(const Fields& fields) {
    const std::int64_t seconds = fields.integer("ValidTo").value_or(0);
    if (seconds == 0) return {};
    return TimePoint{std::chrono::seconds{seconds}};
}

}  // namespace

// In any state: the action lists no error for one (section 6).
Result<void> get_parameters_for_import(ActionCall& action) {
    TANDEM_TRY(const crypto::RsaPadding padding, read_rsa_padding(action.fields.text("WrappingAlgorithm")));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_TRY(
        const service::ImportParameters parameters,
        service::get_import_parameters(
            action.call, {.key = *key, .algorithm = wrapping_of(padding), .states = service::ImportStates::any}));
    write_key_id(action.out, "KeyId", parameters.key->id);
    action.out.plain("ImportToken", parameters.token);
    write_base64(action.out, "PublicKey", parameters.public_key);
    action.out.integer("ParametersValidTo", to_seconds(parameters.expires));
    return {};
}

Result<void> import_key_material(ActionCall& action) {
    TANDEM_TRY(const ByteView wrapped,
               decode_base64(action, "EncryptedKeyMaterial",
                             {service::kMostWrappedBytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    const std::string_view token = action.fields.text("ImportToken");
    auto imported = service::import_material(action.call, {.key = *key,
                                                           .token = token,
                                                           .wrapped = wrapped,
                                                           .expires = read_expiry(action.fields),
                                                           .states = service::ImportStates::also_enabled});
    if (imported.has_error() && action.settings.development)
        return explained_import(imported.error(), action.call, *key, token, wrapped);
    TANDEM_CHECK(imported);
    return {};
}

Result<void> delete_imported_key_material(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::delete_imported_material(action.call, *key));
    return {};
}

}  // namespace tandem::api::tencent::v2019
