// ShowKeyRotationStatus (sections 5.5 and 7, Rotation).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/import.hpp"
#include "tandem/service/actions/rotation.hpp"
#include "tandem/store/imported_memory.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/timestamps.hpp"

#include <string>

namespace tandem::api::huawei::show_key_rotation_status {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};
// key_materials[].state
constexpr std::int64_t kWaiting = 0;
constexpr std::int64_t kInUse = 2;

void write_material(JsonWriter& json, std::size_t number, TimePoint created, OptionalTime expires, std::int64_t state) {
    json.begin_object()
        .unescaped("material_id", std::to_string(number))
        .unescaped("create_time", milliseconds_text(created))
        .unescaped("expiration_time", milliseconds_or_empty(expires))
        .integer("state", state)
        .end_object();
}

void write_materials(JsonWriter& json, const store::KeySpace& space, const store::Key& key) {
    json.begin_array("key_materials");
    for (std::size_t i = 0; i < key.versions.size(); ++i)
        if (store::has_material(key.versions[i]))
            write_material(json, i, key.versions[i].created(), store::material_end(key, i), kInUse);
    if (const auto waiting = service::waiting_material(space, key))
        write_material(json, key.versions.size(), waiting->created, waiting->expires, kWaiting);
    json.end_array();
}

// External keys have one too, since their materials are shown nowhere else; those that can never rotate, an error.
Result<void> check_has_status(const store::Key& key) {
    return keys::is_symmetric_cipher(key.spec) ? Result<void>{} : service::require_rotatable(key);
}

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

// An interval is there while rotation is on: clients send back what they read, and it is refused for a key that does
// not rotate.
Result<void> run(Request& request) {
    const store::Key& key = request.key();
    TANDEM_CHECK(check_has_status(key));
    const store::Rotation& rotation = key.settings.attributes->rotation;
    const std::uint32_t days = rotation.period_days != 0 ? rotation.period_days : service::kUsualRotationDays;
    const std::size_t versions = key.versions.size();
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().boolean("key_rotation_enabled", rotation.enabled);
    if (rotation.enabled) json.integer("rotation_interval", days);
    json.unescaped("last_rotation_time", milliseconds_or_empty(rotation.last))
        .integer("number_of_rotations", static_cast<std::int64_t>(versions == 0 ? 0 : versions - 1));
    if (key.origin == keys::KeyOrigin::external) write_materials(json, request.call().space, key);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowKeyRotationStatus",
    .details = post("/v1.0/{project_id}/kms/get-key-rotation-status"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::show_key_rotation_status
