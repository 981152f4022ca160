#include "change_key.hpp"

#include "key_rules.hpp"

namespace tandem::service {

Result<void> claim_alias(const Call& call, std::string_view name, Changes& changes) {
    const store::Alias* alias = call.services.store.find_alias(call.tenant, name);
    if (alias == nullptr) return {};
    const store::Key* owner = call.services.store.find_key(call.tenant, alias->key);
    if (owner == nullptr) return {};  // removed at this moment: the commit decides
    if (!is_past_deletion(*owner, call.services.clock)) return fail(ErrorCode::alias_exists, name);
    changes.emplace_back(store::RemoveAlias{.name = alias->name.str(), .key = owner->id});
    store::KeySettings settings = owner->settings;
    if (settings.primary_alias == name) settings.primary_alias.clear();
    changes.emplace_back(settings_change(*owner, std::move(settings)));
    return {};
}

store::Change new_alias(const Call& call, std::string name, const KeyId& key) {
    const TimePoint now = call.services.clock.now();
    return store::PutAlias{.alias = {.name = std::move(name), .key = key, .created = now, .updated = now}};
}

}  // namespace tandem::service
