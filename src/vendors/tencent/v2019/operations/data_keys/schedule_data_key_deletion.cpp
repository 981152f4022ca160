// ScheduleDataKeyDeletion (API 3.0 spec section 8).

#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::schedule_data_key_deletion {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kPendingWindow, kMemberAccount};

Result<void> run(Request& request, const store::ObjectId& id) {
    const auto days = static_cast<std::uint32_t>(request.fields.integer("PendingWindowInDays").value_or(0));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::schedule_data_key_deletion(request.call(), id, days));
    request.out.integer("DeletionDate", to_seconds(*data_key->deletion_date));
    write_data_key_id(request.out, id);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ScheduleDataKeyDeletion",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .errors = kDataKeyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read_data_key_id, run>()};

}  // namespace tandem::api::tencent::v2019::schedule_data_key_deletion
