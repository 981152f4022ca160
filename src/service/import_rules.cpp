#include "import_rules.hpp"

#include "tandem/service/actions/keystores.hpp"
#include "tandem/service/key_state.hpp"

namespace tandem::service {

namespace {

Result<void> check_import_state(ImportStates states, keys::KeySpec spec, keys::KeyState state) {
    using keys::KeyState;
    if (states == ImportStates::any || state == KeyState::pending_import) return {};
    const bool takes_more = states == ImportStates::also_enabled || keys::is_symmetric_cipher(spec);
    if (takes_more && state == KeyState::enabled) return {};
    if (state == KeyState::pending_deletion) return fail(ErrorCode::key_pending_deletion);
    return fail(ErrorCode::key_not_pending_import);
}

}  // namespace

Result<void> require_importable(const Call& call, const store::Key& key, ImportStates states) {
    if (key.origin != keys::KeyOrigin::external) return fail(ErrorCode::key_is_not_external);
    const store::KeyAttributes& attributes = *key.settings.attributes;
    if (is_dedicated(attributes.keystore)) return fail(ErrorCode::keystore_without_import);
    if (attributes.region_role == store::RegionRole::replica) return fail(ErrorCode::key_is_replica);
    return check_import_state(states, key.spec, state_of(key, call.services.clock));
}

}  // namespace tandem::service
