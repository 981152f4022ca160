// EnableKey, DisableKey, ScheduleKeyDeletion, CancelKeyDeletion (2017 API, sections 6.6 and 6.7).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2017/action_table.hpp"
#include "tencent/v2017/views/key_view.hpp"

#include <span>

namespace tandem::api::tencent::v2017 {

namespace {

constexpr std::int64_t kMinWindowDays = 7;
constexpr std::int64_t kMaxWindowDays = 30;

void write_success(const Handling& handling) {
    write_reply(handling, [](JsonWriter&, ReplyName&) {});
}

using Move = Result<void> (*)(const service::Call&, std::span<const store::Key* const>, service::Repeat);

Result<void> move_key(const Handling& handling, Move move) {
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, handling.fields.text("keyId")));
    TANDEM_CHECK(move(handling.call, {&key, 1}, service::Repeat::harmless));
    write_success(handling);
    return {};
}

}  // namespace

Result<void> enable_key(const Handling& handling) { return move_key(handling, service::enable_keys); }
Result<void> disable_key(const Handling& handling) { return move_key(handling, service::disable_keys); }

Result<void> schedule_key_deletion(const Handling& handling) {
    const std::int64_t days = handling.fields.integer("pendingWindowInDays").value_or(0);
    if (days < kMinWindowDays || days > kMaxWindowDays) {
        return fail(ErrorCode::pending_window_invalid, "pendingWindowInDays");
    }
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, handling.fields.text("keyId")));
    // Every SDK's sample schedules an enabled key.
    const service::ScheduleDeletionInput input{
        .key = *key, .days = static_cast<std::uint32_t>(days), .must_be_disabled = false};
    TANDEM_CHECK(service::schedule_key_deletion(handling.call, input));
    write_success(handling);
    return {};
}

Result<void> cancel_key_deletion(const Handling& handling) {
    TANDEM_TRY(const store::Key* key, find_visible_key(handling, handling.fields.text("keyId")));
    TANDEM_CHECK(service::cancel_key_deletion(handling.call, *key));
    write_success(handling);
    return {};
}

}  // namespace tandem::api::tencent::v2017
