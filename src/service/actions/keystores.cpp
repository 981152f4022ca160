#include "tandem/service/actions/keystores.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/change_object.hpp"

#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

template <>
struct ObjectErrors<DedicatedKeystore> {
    static constexpr ErrorCode kAbsent = ErrorCode::keystore_not_found;
    static constexpr ErrorCode kDuplicate = ErrorCode::parameter_invalid;
    static constexpr ErrorCode kNameTaken = ErrorCode::keystore_name_exists;
};

namespace {

using keys::KeyState;

Result<const DedicatedKeystore*> move_keystore_to(const Call& call, const ObjectId& id, KeyState state) {
    return change_object<DedicatedKeystore>(call, id, [&](DedicatedKeystore& keystore) -> Result<Edit> {
        if (keystore.state == state) return Edit::none;
        keystore.state = state;
        return Edit::commit;
    });
}

bool has_keys(const Call& call, const ObjectId& keystore) {
    bool found = false;
    call.services.store.visit_keys(call.space, store::KeyOrder::newest_first, [&](const store::Key& key) {
        found = key.settings.attributes->keystore == keystore && !is_past_deletion(key, call.services.clock);
        return !found;
    });
    return found;
}

}  // namespace

ObjectId common_keystore(std::uint8_t number) noexcept {
    ObjectId id;
    id.bytes.back() = number;
    return id;
}

std::optional<std::uint8_t> number_of_keystore(const ObjectId& keystore) noexcept {
    const std::uint8_t number = keystore.bytes.back();
    if (number < kMostCommonKeystores && keystore == common_keystore(number)) return number;
    return std::nullopt;
}

Result<const DedicatedKeystore*> create_keystore(const Call& call, KeystoreFacts facts) {
    DedicatedKeystore keystore;
    keystore.id = crypto::random_uuid<ObjectId>();
    keystore.created = call.services.clock.now();
    keystore.name = std::move(facts.name);
    keystore.type = std::move(facts.type);
    keystore.cluster = std::move(facts.cluster);
    keystore.hsm_cluster = std::move(facts.hsm_cluster);
    return add_object(call, std::move(keystore));
}

Result<const DedicatedKeystore*> find_keystore(const Call& call, const ObjectId& id) {
    return find_object<DedicatedKeystore>(call, id);
}

ListKeystoresOutput list_keystores(const Call& call, std::size_t offset, std::size_t limit) {
    auto found = list_objects<DedicatedKeystore>(call, {offset, limit, false}, {});
    return {std::move(found.page), found.total};
}

Result<const DedicatedKeystore*> enable_keystore(const Call& call, const ObjectId& id) {
    return move_keystore_to(call, id, KeyState::enabled);
}

Result<const DedicatedKeystore*> disable_keystore(const Call& call, const ObjectId& id) {
    return move_keystore_to(call, id, KeyState::disabled);
}

// A key that comes meanwhile changes the keystore's revision (key_creation.cpp), so that none is left without one.
Result<void> delete_keystore(const Call& call, const ObjectId& id) {
    return remove_object<DedicatedKeystore>(call, id, [&](const DedicatedKeystore&) -> Result<void> {
        if (has_keys(call, id)) return fail(ErrorCode::keystore_not_empty);
        return {};
    });
}

Result<void> check_keystore(const Call& call, const ObjectId& keystore) {
    if (!is_dedicated(keystore)) return {};
    TANDEM_TRY(const DedicatedKeystore* found, find_keystore(call, keystore));
    if (found->state != KeyState::enabled) return fail(ErrorCode::keystore_disabled);
    return {};
}

}  // namespace tandem::service
