#include "tandem/service/key_state.hpp"

#include "tandem/service/actions/keystores.hpp"

#include "key_rules.hpp"

namespace tandem::service {

keys::KeyState state_of(const store::Key& key, const Clock& clock) noexcept {
    const keys::KeyState stored = key.settings.state;
    // A key that is to be deleted stays so; the loss of its material shows if the deletion is cancelled.
    if (stored == keys::KeyState::pending_deletion || !is_past_material(key, clock)) return stored;
    return keys::KeyState::pending_import;
}

keys::KeyClass class_of(const store::Key& key, const Clock& clock) noexcept {
    keys::KeyClass one = store::class_of(key);
    one.state = state_of(key, clock);
    return one;
}

Result<void> check_state(const Call& call, keys::Operation operation, const store::Key& key) {
    TANDEM_CHECK(keys::check_state(operation, state_of(key, call.services.clock)));
    if (key.settings.attributes.empty()) return {};
    return check_keystore(call, key.settings.attributes->keystore);
}

}  // namespace tandem::service
