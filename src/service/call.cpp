#include "tandem/service/call.hpp"

#include "key_rules.hpp"

namespace tandem::service {

namespace {

const store::Key* look_up(const Call& call, const KeyRef& ref) noexcept {
    const store::KeyStore& store = call.services.store;
    if (const auto* id = std::get_if<KeyId>(&ref)) return store.find_key(call.space, *id);
    if (const auto* name = std::get_if<keys::KeyName>(&ref)) return store.find_key(call.space, *name);
    const store::Alias* alias = store.find_alias(call.space, std::get_if<AliasName>(&ref)->text);
    return alias == nullptr ? nullptr : store.find_key(call.space, alias->key);
}

}  // namespace

Result<const store::Key*> find_key(const Call& call, const KeyRef& ref) {
    const store::Key* key = look_up(call, ref);
    if (key == nullptr || is_past_deletion(*key, call.services.clock)) return fail(ErrorCode::key_not_found);
    return key;
}

bool names_key(const Call& call, const KeyRef& ref, const KeyId& id) noexcept {
    const store::Key* key = look_up(call, ref);
    return key != nullptr && key->id == id;
}

}  // namespace tandem::service
