// Section 5.5.

#include "tandem/service/actions/rotation.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/import.hpp"
#include "tandem/store/imported_memory.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

// key_materials[].state
constexpr std::int64_t kWaiting = 0;
constexpr std::int64_t kInUse = 2;

void write_material(JsonWriter& json, std::size_t number, TimePoint created, OptionalTime expires, std::int64_t state) {
    json.begin_object()
        .plain("material_id", std::to_string(number))
        .plain("create_time", milliseconds_text(created))
        .plain("expiration_time", milliseconds_or_empty(expires))
        .integer("state", state)
        .end_object();
}

void write_materials(JsonWriter& json, const store::Tenant& tenant, const store::Key& key) {
    json.begin_array("key_materials");
    for (std::size_t i = 0; i < key.versions.size(); ++i)
        if (store::has_material(key.versions[i]))
            write_material(json, i, key.versions[i].created(), store::material_end(key, i), kInUse);
    if (const auto waiting = service::waiting_material(tenant, key))
        write_material(json, key.versions.size(), waiting->created, waiting->expires, kWaiting);
    json.end_array();
}

}  // namespace

Result<void> enable_key_rotation(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::enable_rotation(call.service, {.key = *key, .repeat = service::Repeat::refused}));
    return answer_empty(call);
}

Result<void> disable_key_rotation(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::disable_rotation(call.service, *key, service::Demands::as_for_enabling));
    return answer_empty(call);
}

Result<void> update_key_rotation_interval(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    const auto days = static_cast<std::uint32_t>(call.fields.integer("rotation_interval").value_or(0));
    TANDEM_CHECK(service::set_rotation_period(call.service, *key, days));
    return answer_empty(call);
}

// An interval is there while rotation is on: clients send back what they read, and it is refused for a key that does
// not rotate. Of external keys too, since their materials are shown nowhere else; of those that can never rotate an
// error.
Result<void> get_key_rotation_status(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    const auto rotatable = service::require_rotatable(*key);
    const bool of_symmetric = keys::is_symmetric_cipher(key->spec);
    if (rotatable.has_error() && !of_symmetric) return rotatable.error();
    const store::Rotation& rotation = key->settings.particulars->rotation;
    const std::uint32_t days = rotation.period_days != 0 ? rotation.period_days : service::kUsualRotationDays;
    const std::size_t versions = key->versions.size();
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().boolean("key_rotation_enabled", rotation.enabled);
    if (rotation.enabled) json.integer("rotation_interval", days);
    json.plain("last_rotation_time", milliseconds_or_empty(rotation.last))
        .integer("number_of_rotations", static_cast<std::int64_t>(versions == 0 ? 0 : versions - 1));
    if (key->origin == keys::KeyOrigin::external) write_materials(json, call.service.tenant, *key);
    json.end_object();
    return {};
}

// Of external keys, to the material that waits.
Result<void> rotate_on_demand(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    TANDEM_CHECK(service::rotate_to_imported(call.service, *key));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
