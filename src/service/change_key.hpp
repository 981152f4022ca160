#pragma once
// Decide by the key that was found, commit on condition that nobody was faster, else again by what it is now.

#include "tandem/service/call.hpp"
#include "tandem/service/key_state.hpp"
#include "tandem/service/retry.hpp"

#include <concepts>
#include <string_view>
#include <utility>

namespace tandem::service {

// The key of an action through its attempts: at first the entry that the caller found, after a conflict the one that
// there is then. Error: key_not_found, when it is gone meanwhile.
class CurrentKey {
  public:
    CurrentKey(const Call& call, const store::Key& found) noexcept : call_(call), id_(found.id), found_(&found) {}
    Result<const store::Key*> next() {
        if (const store::Key* found = std::exchange(found_, nullptr)) return found;
        return find_key(call_, id_);
    }

  private:
    const Call& call_;
    KeyId id_;
    const store::Key* found_;
};

// A key's new settings and what is committed with them, under the condition that the key did not change meanwhile.
// Every change of a key or of its aliases carries this condition, so that what an action read still holds when its
// change is made.
inline store::UpdateKey settings_change(const store::Key& key, store::KeySettings settings) {
    return {.key = key.id, .expected_revision = key.revision, .settings = std::move(settings)};
}

// `plan(key)` returns all that one commit does, the change of the key itself among it; nothing: there is nothing to
// commit. Returns the key as it is afterwards.
template <std::invocable<const store::Key&> Plan>
Result<const store::Key*> commit_plan(const Call& call, const store::Key& found, Plan plan) {
    CurrentKey current{call, found};
    return retry_on_conflict([&]() -> Result<const store::Key*> {
        TANDEM_TRY(const store::Key* key, current.next());
        TANDEM_TRY(Changes changes, plan(*key));
        if (changes.empty()) return key;
        const KeyId id = key->id;
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return find_key(call, id);
    });
}

// The key's settings with its state as it is now.
inline store::KeySettings settings_now(const Call& call, const store::Key& key) {
    store::KeySettings settings = key.settings;
    settings.state = state_of(key, call.services.clock);
    return settings;
}

// `edit(key, settings, more)` changes a copy of the key's settings, may append changes that belong to the same
// commit, and says whether there is anything to commit. Returns the key as it is afterwards.
template <std::invocable<const store::Key&, store::KeySettings&, Changes&> EditFunction>
Result<const store::Key*> change_key(const Call& call, const store::Key& found, EditFunction edit) {
    return commit_plan(call, found, [&](const store::Key& key) -> Result<Changes> {
        store::KeySettings settings = settings_now(call, key);
        const keys::KeyState state = settings.state;
        Changes changes;
        TANDEM_TRY(const Edit decision, edit(key, settings, changes));
        if (decision == Edit::none) return Changes{};
        // A state that only the clock says is not written down: it may be wrong.
        if (settings.state == state) settings.state = key.settings.state;
        changes.emplace_back(settings_change(key, std::move(settings)));
        return changes;
    });
}

// alias_exists when a key has it, were it past its deletion date: until it is destroyed it may come back.
Result<void> check_alias_is_free(const Call& call, std::string_view name);

// An alias of `key`, new at this moment.
store::Change new_alias(const Call& call, const GivenAlias& alias, const KeyId& key);

}  // namespace tandem::service
