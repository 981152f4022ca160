#include "tandem/service/call.hpp"

#include "key_rules.hpp"

namespace tandem::service {

namespace {

const store::Key* look_up(const Call& call, const KeyRef& ref) noexcept {
    const store::KeyStore& store = call.services.store;
    if (const auto* id = std::get_if<KeyId>(&ref)) return store.find_key(call.tenant, *id);
    if (const auto* name = std::get_if<keys::KeyName>(&ref)) return store.find_key(call.tenant, *name);
    const store::Alias* alias = store.find_alias(call.tenant, std::get_if<AliasName>(&ref)->text);
    return alias == nullptr ? nullptr : store.find_key(call.tenant, alias->key);
}

Result<const store::Key*> find_living_key(const Call& call, const KeyRef& ref) {
    const store::Key* key = look_up(call, ref);
    if (key != nullptr && !is_past_deletion(*key, call.services.clock)) return key;
    if (const auto* id = std::get_if<KeyId>(&ref); id != nullptr && call.missed_key != nullptr) *call.missed_key = *id;
    return fail(ErrorCode::key_not_found);
}

}  // namespace

Result<const store::Key*> find_key(const Call& call, const KeyRef& ref) {
    auto key = find_living_key(call, ref);
    if (call.key_observer != nullptr && key.has_value()) TANDEM_CHECK(call.key_observer->found(call, **key));
    return key;
}

Result<const store::Key*> find_changed_key(const Call& call, const KeyId& id) { return find_living_key(call, id); }

bool names_key(const Call& call, const KeyRef& ref, const KeyId& id) noexcept {
    const store::Key* key = look_up(call, ref);
    return key != nullptr && key->id == id;
}

Result<void> require_place(const Call& call, Place place) {
    if (call.place >= place) return {};
    if (place == Place::generator) return fail(ErrorCode::needs_generator);
    return fail(place == Place::calculator ? ErrorCode::needs_calculator : ErrorCode::needs_worker);
}

std::optional<Place> place_asked_for(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::needs_worker:
            return Place::worker;
        case ErrorCode::needs_calculator:
            return Place::calculator;
        case ErrorCode::needs_generator:
            return Place::generator;
        default:
            return std::nullopt;
    }
}

}  // namespace tandem::service
