// DisableKeyRotation (sections 5.5 and 7, Rotation).

#include "tandem/service/actions/rotation.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::disable_key_rotation {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::disable_rotation(request.call(), request.key(), service::Demands::as_for_enabling));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableKeyRotation",
    .details = post("/v1.0/{project_id}/kms/disable-key-rotation"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::disable_key_rotation
