#pragma once
// Read, decide, commit on condition that nobody was faster, else again from the start.

#include "tandem/service/call.hpp"

#include <concepts>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::service {

// `attempt` reads afresh and returns a Result. Gives up as `overloaded` when others keep winning.
template <std::invocable Attempt>
std::invoke_result_t<Attempt> retry_on_conflict(Attempt attempt) {
    constexpr int kAttempts = 16;
    for (int i = 0; i < kAttempts; ++i) {
        auto result = attempt();
        if (result.has_value() || result.error().code != ErrorCode::conflict) return result;
    }
    return fail(ErrorCode::overloaded, {}, "other writers kept changing the same key");
}

// A key's new settings and what is committed with them, under the condition that the key did not change meanwhile.
// Every change of a key or of its aliases carries this condition, so that what an action read still holds when its
// change is made.
inline store::UpdateKey settings_change(const store::Key& key, store::KeySettings settings) {
    return {.key = key.id, .expected_revision = key.revision, .settings = std::move(settings)};
}

using Changes = std::vector<store::Change>;
enum class Edit : bool { none, commit };

// `edit(key, settings, more)` changes a copy of the key's settings, may append changes that belong to the same
// commit, and says whether there is anything to commit. Returns the key as it is afterwards.
template <std::invocable<const store::Key&, store::KeySettings&, Changes&> EditFunction>
Result<const store::Key*> change_key(const Call& call, const KeyRef& ref, EditFunction edit) {
    TANDEM_CHECK(require_worker(call));
    return retry_on_conflict([&]() -> Result<const store::Key*> {
        TANDEM_TRY(const store::Key* key, find_key(call, ref));
        store::KeySettings settings = key->settings;
        Changes changes;
        TANDEM_TRY(const Edit decision, edit(*key, settings, changes));
        if (decision == Edit::none) return key;
        const KeyId id = key->id;
        changes.emplace_back(settings_change(*key, std::move(settings)));
        TANDEM_CHECK(call.services.store.commit(call.tenant.facts.id, std::move(changes)));
        return find_changed_key(call, id);
    });
}

// Makes `name` free: nothing to do when it is, alias_exists when a living key has it. From a key that is past its
// deletion date but not yet swept away, the alias is taken.
Result<void> claim_alias(const Call& call, std::string_view name, Changes& changes);

// An alias of `key`, new at this moment.
store::Change new_alias(const Call& call, std::string name, const KeyId& key);

}  // namespace tandem::service
