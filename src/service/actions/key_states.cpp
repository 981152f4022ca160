#include "tandem/service/actions/key_lifecycle.hpp"

#include "change_key.hpp"
#include "key_rules.hpp"

#include <chrono>
#include <unordered_set>

namespace tandem::service {

namespace {

using keys::KeyState;

struct Transition {
    KeyState from;
    KeyState to;
    ErrorCode on_repeat;  // the key is in `to` already, and the caller's API calls that an error
};
constexpr Transition kEnable{KeyState::disabled, KeyState::enabled, ErrorCode::key_not_disabled};
constexpr Transition kDisable{KeyState::enabled, KeyState::disabled, ErrorCode::key_not_enabled};

Result<Edit> check_transition(const Transition& transition, KeyState state, Repeat repeat) {
    if (state == transition.from) return Edit::commit;
    switch (state) {
        case KeyState::pending_deletion:
            return fail(ErrorCode::key_pending_deletion);
        case KeyState::pending_import:
            return fail(ErrorCode::key_pending_import);
        case KeyState::archived:
            return fail(ErrorCode::key_archived);
        default:
            break;
    }
    if (repeat == Repeat::refused) return fail(transition.on_repeat);
    return Edit::none;
}

Result<Changes> plan(const Call& call, std::span<CurrentKey> keys, const Transition& transition, Repeat repeat) {
    Changes changes;
    std::unordered_set<KeyId, Id128Hash> seen;
    for (CurrentKey& current : keys) {
        TANDEM_TRY(const store::Key* key, current.next());
        if (!seen.insert(key->id).second) return fail(ErrorCode::key_id_duplicate);
        if (transition.to == KeyState::disabled) TANDEM_CHECK(require_unbound(*key));
        store::KeySettings settings = settings_now(call, *key);
        TANDEM_TRY(const Edit decision, check_transition(transition, settings.state, repeat));
        if (decision == Edit::none) continue;
        settings.state = transition.to;
        changes.emplace_back(settings_change(*key, std::move(settings)));
    }
    return changes;
}

Result<void> move_keys(const Call& call, std::span<const store::Key* const> keys, const Transition& transition,
                       Repeat repeat) {
    std::vector<CurrentKey> current;
    current.reserve(keys.size());
    for (const store::Key* key : keys) current.emplace_back(call, *key);
    return retry_on_conflict([&]() -> Result<void> {
        TANDEM_TRY(Changes changes, plan(call, current, transition, repeat));
        if (changes.empty()) return {};
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

}  // namespace

Result<void> enable_keys(const Call& call, std::span<const store::Key* const> keys, Repeat repeat) {
    return move_keys(call, keys, kEnable, repeat);
}

Result<void> disable_keys(const Call& call, std::span<const store::Key* const> keys, Repeat repeat) {
    return move_keys(call, keys, kDisable, repeat);
}

Result<const store::Key*> schedule_key_deletion(const Call& call, const ScheduleDeletionInput& input) {
    const auto edit = [&](const store::Key& key, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(require_unbound(key));
        if (settings.state == KeyState::pending_deletion) return fail(ErrorCode::key_already_pending_deletion);
        if (settings.state == KeyState::archived) return fail(ErrorCode::key_archived);
        if (settings.state == KeyState::enabled && input.must_be_disabled) return fail(ErrorCode::key_not_disabled);
        settings.state = KeyState::pending_deletion;
        settings.deletion_date = call.services.clock.now() + std::chrono::days{input.days};
        return Edit::commit;
    };
    return change_key(call, input.key, edit);
}

Result<const store::Key*> cancel_key_deletion(const Call& call, const store::Key& key) {
    const auto edit = [&](const store::Key& current, store::KeySettings& settings, Changes&) -> Result<Edit> {
        if (settings.state != KeyState::pending_deletion) return fail(ErrorCode::key_not_pending_deletion);
        // Whether the material has expired meanwhile shows by the clock.
        const store::KeyVersion* newest = current.newest();
        const bool has_material = newest != nullptr && store::has_material(*newest);
        settings.state = has_material ? KeyState::disabled : KeyState::pending_import;
        settings.deletion_date.reset();
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

Result<const store::Key*> archive_key(const Call& call, const store::Key& key) {
    const auto edit = [](const store::Key& current, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(require_unbound(current));
        // Nothing but what is enabled may encrypt, and to end that is what archiving is for.
        TANDEM_CHECK(keys::check_state(keys::Operation::encrypt, settings.state));
        settings.state = KeyState::archived;
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

Result<const store::Key*> cancel_archive(const Call& call, const store::Key& key) {
    const auto edit = [](const store::Key&, store::KeySettings& settings, Changes&) -> Result<Edit> {
        if (settings.state != KeyState::archived) return fail(ErrorCode::key_not_archived);
        settings.state = KeyState::enabled;
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

}  // namespace tandem::service
