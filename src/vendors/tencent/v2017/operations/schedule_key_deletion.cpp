// ScheduleKeyDeletion (2017 API, section 6.7).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::schedule_key_deletion {

namespace {

constexpr FieldRule kFields[] = {{"keyId", FieldType::text, true}, {"pendingWindowInDays", FieldType::integer, true}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};
constexpr std::int64_t kMinWindowDays = 7;
constexpr std::int64_t kMaxWindowDays = 30;

struct Values {
    std::uint32_t days;
};

Result<Values> read(Request& request) {
    const std::int64_t days = request.fields.integer("pendingWindowInDays").value_or(0);
    if (days < kMinWindowDays || days > kMaxWindowDays)
        return fail(ErrorCode::pending_window_invalid, "pendingWindowInDays");
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("keyId")));
    return Values{static_cast<std::uint32_t>(days)};
}

// An enabled key is scheduled too: every SDK's sample does that.
Result<void> run(Request& request, const Values& values) {
    TANDEM_CHECK(service::schedule_key_deletion(
        request.call(), {.key = request.key(), .days = values.days, .must_be_disabled = false}));
    write_success(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ScheduleKeyDeletion",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2017::schedule_key_deletion
