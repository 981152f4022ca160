// DeleteKey, which schedules the deletion (sections 5.3 and 7, Key life cycle).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "state_answers.hpp"

namespace tandem::api::huawei::delete_key {

namespace {

constexpr FieldLimit kPendingDays{.breach = ErrorCode::pending_window_invalid, .least = 7, .most = 1096};
constexpr FieldRule kFields[] = {rules::kOwnKey, {"pending_days", FieldType::decimal, true, &kPendingDays}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const auto days = static_cast<std::uint32_t>(request.fields.integer("pending_days").value_or(0));
    const service::ScheduleDeletionInput input{.key = request.key(), .days = days, .must_be_disabled = false};
    TANDEM_TRY(const store::Key* key, service::schedule_key_deletion(request.call(), input));
    write_flat_state(request, *key);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteKey",
    .details = post("/v1.0/{project_id}/kms/schedule-key-deletion"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::delete_key
