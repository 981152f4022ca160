#include "tandem/service/actions/rotation.hpp"

#include "tandem/crypto/random.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

namespace tandem::api::tencent::v2019 {

// Of a disabled key too: the vendor's Terraform provider does it after creating one disabled.
Result<void> enable_key_rotation(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    const std::int64_t days = action.fields.integer("RotateDays").value_or(service::kUsualRotationDays);
    TANDEM_CHECK(service::enable_rotation(
        action.call, {.key = *key, .days = static_cast<std::uint32_t>(days), .also_when_disabled = true}));
    return {};
}

// In every state, and of every key: the action lists no error for either (section 6).
Result<void> disable_key_rotation(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::disable_rotation(action.call, *key, service::Demands::none));
    return {};
}

Result<void> get_key_rotation_status(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    action.out.boolean("KeyRotationEnabled", key->settings.particulars->rotation.enabled);
    return {};
}

// The task is done when its id is known; clients look at DescribeKey's times anyway (section 6).
Result<void> rotate_key(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::rotate_now(action.call, *key));
    action.out.plain("TaskId", crypto::random_uuid<KeyId>().text());
    return {};
}

}  // namespace tandem::api::tencent::v2019
