// ImportKeyMaterial (API 3.0 spec section 8).

#include "tandem/api/field_hints.hpp"
#include "tandem/service/actions/import.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <chrono>

namespace tandem::api::tencent::v2019::import_key_material {

namespace {

constexpr FieldLimit kExpiry{.form = "unix seconds to come, at most 2147443200; 0: never", .most = 2'147'443'200};
constexpr FieldRule kFields[] = {{"EncryptedKeyMaterial", FieldType::text, kRequired, &kBase64},
                                 {"ImportToken", FieldType::text, kRequired},
                                 kKeyId,
                                 {"ValidTo", FieldType::unsigned_integer, kOptional, &kExpiry}};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

// Unix seconds; 0 and absent are never.
OptionalTime read_expiry(const Fields& fields) {
    const std::int64_t seconds = fields.integer("ValidTo").value_or(0);
    if (seconds == 0) return {};
    return TimePoint{std::chrono::seconds{seconds}};
}

// The wrapped material.
Result<ByteView> read(Request& request) {
    TANDEM_TRY(const ByteView wrapped,
               decode_base64(request, "EncryptedKeyMaterial",
                             {service::kMostWrappedBytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return wrapped;
}

Result<void> run(Request& request, const ByteView& wrapped) {
    const std::string_view token = request.fields.text("ImportToken");
    const auto imported = service::import_material(request.call(), {.key = request.key(),
                                                                    .token = token,
                                                                    .wrapped = wrapped,
                                                                    .expires = read_expiry(request.fields),
                                                                    .states = service::ImportStates::also_enabled});
    if (imported.has_error() && request.settings.development)
        return explained_import(imported.error(), request.call(), request.key(), token, wrapped);
    TANDEM_CHECK(imported);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ImportKeyMaterial",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .place = Place::calculator,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::import_key_material
