#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

#include <span>

namespace tandem::api::tencent::v2019 {
namespace {

using MoveKeys = Result<void> (*)(const service::Call&, std::span<const store::Key* const>, service::Repeat);

// Enabling what is enabled, and the reverse, is harmless here (section 6).
Result<void> move_key(ActionCall& action, MoveKeys move) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    return move(action.call, {&key, 1}, service::Repeat::harmless);
}

Result<void> move_keys(ActionCall& action, MoveKeys move) {
    TANDEM_TRY(const std::vector<const store::Key*> keys, find_keys(action));
    return move(action.call, keys, service::Repeat::harmless);
}

}  // namespace

Result<void> enable_key(ActionCall& action) { return move_key(action, service::enable_keys); }
Result<void> enable_keys(ActionCall& action) { return move_keys(action, service::enable_keys); }
Result<void> disable_key(ActionCall& action) { return move_key(action, service::disable_keys); }
Result<void> disable_keys(ActionCall& action) { return move_keys(action, service::disable_keys); }

Result<void> schedule_key_deletion(ActionCall& action) {
    const std::int64_t days = action.fields.integer("PendingWindowInDays").value_or(0);
    TANDEM_TRY(const store::Key* found, find_key(action, "KeyId"));
    TANDEM_TRY(const store::Key* key,
               service::schedule_key_deletion(
                   action.call, {.key = *found, .days = static_cast<std::uint32_t>(days), .must_be_disabled = true}));
    action.out.integer("DeletionDate", to_seconds(*key->settings.deletion_date));
    write_key_id(action.out, "KeyId", key->id);
    return {};
}

Result<void> cancel_key_deletion(ActionCall& action) {
    TANDEM_TRY(const store::Key* found, find_key(action, "KeyId"));
    TANDEM_CHECK(service::cancel_key_deletion(action.call, *found));
    write_key_id(action.out, "KeyId", found->id);
    return {};
}

}  // namespace tandem::api::tencent::v2019
