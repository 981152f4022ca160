#include "tandem/service/actions/key_lifecycle.hpp"

#include "change_key.hpp"

namespace tandem::service {

namespace {

Result<void> refuse_pending_deletion(const store::KeySettings& settings) {
    if (settings.state == keys::KeyState::pending_deletion) return fail(ErrorCode::key_pending_deletion);
    return {};
}

// The same name, with or without its prefix.
Edit respell(const Call& call, const GivenAlias& given, Changes& changes) {
    const store::Alias* stored = call.services.store.find_alias(call.space, given.name);
    if (stored == nullptr || stored->prefixed() == given.prefixed) return Edit::none;
    store::Alias alias = *stored;
    alias.updated = {call.services.clock.now(), given.prefixed};
    changes.emplace_back(store::PutAlias{.alias = std::move(alias), .if_exists = store::IfExists::replace});
    return Edit::commit;
}

}  // namespace

Result<const store::Key*> update_description(const Call& call, const store::Key& key, std::string description) {
    return change_key(call, key, [&](const store::Key&, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(refuse_pending_deletion(settings));
        if (settings.description == description) return Edit::none;
        settings.description = description;
        return Edit::commit;
    });
}

Result<const store::Key*> update_alias(const Call& call, const store::Key& key, const GivenAlias& alias) {
    const auto edit = [&](const store::Key& current, store::KeySettings& settings, Changes& changes) -> Result<Edit> {
        TANDEM_CHECK(refuse_pending_deletion(settings));
        if (settings.primary_alias == alias.name) return respell(call, alias, changes);
        if (!alias.empty()) TANDEM_CHECK(check_alias_is_free(call, alias.name));
        if (!settings.primary_alias.empty())
            changes.emplace_back(store::RemoveAlias{.name = settings.primary_alias.str(), .key = current.id});
        if (!alias.empty()) changes.push_back(new_alias(call, alias, current.id));
        settings.primary_alias = alias.name;
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

}  // namespace tandem::service
