// ScheduleKeyDeletion (API 3.0 spec section 8): of a disabled key alone.

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::schedule_key_deletion {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kPendingWindow, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
constexpr ErrorOverride kErrors[] = {kArchivedError};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    const auto days = static_cast<std::uint32_t>(request.fields.integer("PendingWindowInDays").value_or(0));
    TANDEM_TRY(
        const store::Key* key,
        service::schedule_key_deletion(request.call(), {.key = request.key(), .days = days, .must_be_disabled = true}));
    request.out.integer("DeletionDate", to_seconds(*key->settings.deletion_date));
    write_key_id(request.out, "KeyId", key->id);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ScheduleKeyDeletion",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::schedule_key_deletion
