// RotateOnDemand (sections 5.5 and 7, Rotation): of external keys, to the material that waits.

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/import.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::rotate_on_demand {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_TRY(const store::Key* key, service::rotate_to_imported(request.call(), request.key()));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "RotateOnDemand",
    .details = post("/v1.0/{project_id}/kms/rotate-on-demand"),
    .fields = kFields,
    .keys = kKeys,
    .remark = "of external keys: to material that was imported while the key was enabled",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::rotate_on_demand
