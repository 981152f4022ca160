#include "tandem/service/actions/aliases.hpp"

#include "change_key.hpp"
#include "changed_by_time.hpp"
#include "key_rules.hpp"

#include <algorithm>
#include <set>

namespace tandem::service {

namespace {

Result<void> check_room_for_alias(const Call& call, const store::Key& key) {
    if (key.settings.state == keys::KeyState::pending_deletion) return fail(ErrorCode::key_pending_deletion);
    if (call.services.store.aliases_of(call.space, key.id).size() >= call.services.limits.max_aliases_per_key)
        return fail(ErrorCode::alias_limit_exceeded);
    return {};
}

Result<store::Alias> copy_of_alias(const Call& call, std::string_view name) {
    const store::Alias* alias = call.services.store.find_alias(call.space, name);
    if (alias == nullptr) return fail(ErrorCode::alias_not_found, name);
    return *alias;
}

// The key that has the alias now; an alias whose key is past its deletion date does not count.
Result<const store::Key*> owner_of(const Call& call, std::string_view name) {
    auto owner = find_key(call, AliasName{name});
    if (owner.has_error() && owner.error().code == ErrorCode::key_not_found)
        return fail(ErrorCode::alias_not_found, name);
    return owner;
}

std::vector<const store::Alias*> aliases_of_found_keys(const Call& call) {
    std::vector<const store::Alias*> aliases = call.services.store.aliases(call.space);
    std::erase_if(aliases, [&](const store::Alias* alias) { return find_key(call, alias->key).has_error(); });
    return aliases;
}

ListAliasesOutput page_of(const std::vector<const store::Alias*>& aliases, const ListAliasesInput& input) {
    const std::size_t begin = std::min(input.offset, aliases.size());
    const std::size_t count = std::min(input.limit, aliases.size() - begin);
    const auto first = aliases.begin() + static_cast<std::ptrdiff_t>(begin);
    return {{first, first + static_cast<std::ptrdiff_t>(count)}, aliases.size()};
}

}  // namespace

Result<store::Alias> create_alias(const Call& call, const store::Key& key, const GivenAlias& alias) {
    const auto edit = [&](const store::Key& current, store::KeySettings&, Changes& changes) -> Result<Edit> {
        TANDEM_CHECK(check_room_for_alias(call, current));
        TANDEM_CHECK(check_alias_is_free(call, alias.name));
        changes.push_back(new_alias(call, alias, current.id));
        return Edit::commit;
    };
    TANDEM_CHECK(change_key(call, key, edit));
    return copy_of_alias(call, alias.name);
}

Result<store::Alias> associate_alias(const Call& call, std::string name, const store::Key& target) {
    const auto edit = [&](const store::Key& to, store::KeySettings&, Changes& changes) -> Result<Edit> {
        TANDEM_TRY(const store::Key* from, owner_of(call, name));
        if (from->id == to.id) return Edit::none;
        TANDEM_CHECK(check_room_for_alias(call, to));
        TANDEM_TRY(store::Alias alias, copy_of_alias(call, name));
        alias.key = to.id;
        alias.updated = {call.services.clock.now(), alias.prefixed()};
        store::KeySettings left = from->settings;
        if (left.primary_alias == name) left.primary_alias.clear();
        changes.emplace_back(settings_change(*from, std::move(left)));
        changes.emplace_back(store::PutAlias{.alias = std::move(alias), .if_exists = store::IfExists::replace});
        return Edit::commit;
    };
    TANDEM_CHECK(change_key(call, target, edit));
    return copy_of_alias(call, name);
}

Result<void> delete_aliases(const Call& call, const store::Key& key, std::span<const std::string> names) {
    const std::set<std::string_view> distinct(names.begin(), names.end());
    const auto edit = [&](const store::Key& current, store::KeySettings& settings, Changes& changes) -> Result<Edit> {
        for (const std::string_view name : distinct) {
            const store::Alias* alias = call.services.store.find_alias(call.space, name);
            if (alias == nullptr || alias->key != current.id) return fail(ErrorCode::alias_not_found, name);
            changes.emplace_back(store::RemoveAlias{.name = std::string{name}, .key = current.id});
            if (settings.primary_alias == name) settings.primary_alias.clear();
        }
        return distinct.empty() ? Edit::none : Edit::commit;
    };
    TANDEM_CHECK(change_key(call, key, edit));
    return {};
}

ListAliasesOutput list_aliases(const Call& call, const ListAliasesInput& input) {
    const store::KeyStore& store = call.services.store;
    if (input.key != nullptr) return page_of(store.aliases_of(call.space, input.key->id), input);
    if (has_keys_changed_by_time(call)) return page_of(aliases_of_found_keys(call), input);
    return {store.aliases(call.space, input.offset, input.limit), store.alias_count(call.space)};
}

}  // namespace tandem::service
