// UpdateKeyRotationInterval (sections 5.5 and 7, Rotation).

#include "tandem/service/actions/rotation.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::update_key_rotation_interval {

namespace {

constexpr FieldLimit kDays{.breach = ErrorCode::rotation_interval_invalid, .least = 30, .most = 365};
constexpr FieldRule kFields[] = {rules::kOwnKey, {"rotation_interval", FieldType::unsigned_integer, true, &kDays}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const auto days = static_cast<std::uint32_t>(request.fields.integer("rotation_interval").value_or(0));
    TANDEM_CHECK(service::set_rotation_period(request.call(), request.key(), days));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "UpdateKeyRotationInterval",
    .details = post("/v1.0/{project_id}/kms/update-key-rotation-interval"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::update_key_rotation_interval
