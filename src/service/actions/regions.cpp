#include "tandem/service/actions/regions.hpp"

#include "tandem/base/bytes.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/keystores.hpp"
#include "tandem/service/key_state.hpp"
#include "tandem/store/imported_memory.hpp"

#include "change_key.hpp"
#include "message_binding.hpp"

#include <algorithm>
#include <concepts>

namespace tandem::service {

namespace {

using store::RegionRole;

Call call_in(const Call& call, const store::KeySpace& space) { return {call.services, space, call.stop}; }

Result<void> check_no_replica(const store::Key& key) {
    if (key.settings.attributes->region_role == RegionRole::replica) return fail(ErrorCode::key_is_replica);
    return {};
}

Result<void> check_replicable(const Call& call, const store::Key& key) {
    TANDEM_CHECK(check_state(call, keys::Operation::encrypt, key));
    const store::KeyAttributes& attributes = *key.settings.attributes;
    TANDEM_CHECK(check_no_replica(key));
    if (is_dedicated(attributes.keystore)) return fail(ErrorCode::keystore_without_replicas);
    if (attributes.rotation.enabled) return fail(ErrorCode::rotation_not_for_key_of_regions);
    return {};
}

Result<void> check_room_for_replica(const Call& call, const ReplicateKeyInput& input, const KeyId& key) {
    const store::KeyStore& store = call.services.store;
    if (store.find_key(call.space, key) != nullptr) return fail(ErrorCode::replica_exists);
    if (store.key_count(call.space) >= call.services.limits.max_keys_per_tenant)
        return fail(ErrorCode::key_limit_exceeded);
    return check_alias_is_free(call, input.alias.name);
}

// `check(key)` is held under the same condition as the change.
template <std::invocable<const store::Key&> Check>
Result<const store::Key*> set_role(const Call& call, const store::Key& found, RegionRole role, Check check) {
    return change_key(call, found, [&](const store::Key& key, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(check(key));
        if (settings.attributes->region_role == role) return Edit::none;
        settings.attributes.edit([&](store::KeyAttributes& attributes) { attributes.region_role = role; });
        return Edit::commit;
    });
}

// Ends of the imported materials; their fingerprints are the other tenant's to tell.
std::vector<Bytes> ends_of(const store::Key& key) {
    std::vector<Bytes> ends;
    for (const Bytes& item : key.settings.attributes->imported_fingerprints)
        ends.push_back(store::write_memory({.ends = store::read_memory(item).ends}));
    if (std::ranges::all_of(ends, &Bytes::empty)) ends.clear();
    return ends;
}

store::Key copy_of(const Call& from, const store::Key& key, const Call& to, const ReplicateKeyInput& input) {
    store::Key copy;
    copy.id = key.id;
    copy.name = key.name;
    if (to.services.store.find_key(to.space, copy.name) != nullptr) {
        const auto random = crypto::random_id<KeyId>();
        copy.name = keys::KeyName::from_random(load_u64_be(random.bytes.data()));
    }
    copy.created = to.services.clock.now();
    copy.spec = key.spec;
    copy.usage = key.usage;
    copy.origin = key.origin;
    copy.settings.state = keys::KeyState::enabled;
    copy.settings.description = input.description;
    copy.settings.primary_alias = input.alias.name;
    copy.settings.attributes.edit([&](store::KeyAttributes& attributes) {
        attributes.tags = input.tags;
        attributes.keystore = key.settings.attributes->keystore;
        attributes.material_expires = key.settings.attributes->material_expires;
        attributes.imported_fingerprints = ends_of(key);
        attributes.region_role = RegionRole::replica;
        attributes.sealing_space = sealing_space_of(from.space, key);
    });
    return copy;
}

// All versions, so that the copy opens what any of them sealed.
Result<Changes> plan_copy(const Call& from, const store::Key& key, const Call& to, const ReplicateKeyInput& input) {
    TANDEM_CHECK(check_room_for_replica(to, input, key.id));
    Changes changes;
    store::PutKey put{.key = copy_of(from, key, to, input), .versions = {}};
    for (std::size_t i = 0; i < key.versions.size(); ++i) {
        const store::KeyVersion& version = key.versions[i];
        TANDEM_TRY(SecretBytes material, from.services.store.export_material(from.space, key, version));
        put.versions.push_back({version.created(), std::move(material), to_bytes(version.public_key())});
    }
    changes.emplace_back(store::CreateKey{put.key, {}, {}});  // the id must be free
    changes.emplace_back(std::move(put));
    changes.push_back(new_alias(to, input.alias, key.id));
    return changes;
}

Result<void> refuse_dying(const store::Key& key) {
    if (key.settings.state == keys::KeyState::pending_deletion) return fail(ErrorCode::key_pending_deletion);
    return {};
}

// The key's copy in another key space.
Result<const store::Key*> find_copy(const Call& call, const store::Key& key, const Call& there) {
    const store::Key* copy = call.services.store.find_key(there.space, key.id);
    const bool is_copy = copy != nullptr && sealing_space_of(there.space, *copy) == sealing_space_of(call.space, key) &&
                         there.space.id != call.space.id;
    if (!is_copy) return fail(ErrorCode::replica_not_found);
    return find_key(there, key.id);
}

}  // namespace

Result<const store::Key*> replicate_key(const Call& call, const store::Key& key, const store::KeySpace& to,
                                        const ReplicateKeyInput& input) {
    const Call there = call_in(call, to);
    CurrentKey current{call, key};
    return retry_on_conflict([&]() -> Result<const store::Key*> {
        TANDEM_TRY(const store::Key* primary, current.next());
        TANDEM_CHECK(check_replicable(call, *primary));
        TANDEM_CHECK(check_room_for_replica(there, input, primary->id));
        // Before there is a copy, so that it cannot rotate in between.
        const auto still = [&](const store::Key& now) { return check_replicable(call, now); };
        TANDEM_TRY(primary, set_role(call, *primary, RegionRole::primary, still));
        TANDEM_TRY(Changes changes, plan_copy(call, *primary, there, input));
        TANDEM_CHECK(call.services.store.commit(to, std::move(changes)));
        return find_key(there, primary->id);
    });
}

Result<const store::Key*> move_primary(const Call& call, const store::Key& key, const store::KeySpace& to) {
    TANDEM_CHECK(refuse_dying(key));
    TANDEM_CHECK(check_no_replica(key));
    const Call there = call_in(call, to);
    TANDEM_TRY(const store::Key* copy, find_copy(call, key, there));
    TANDEM_CHECK(refuse_dying(*copy));
    // The new one first: two primaries for a moment are harmless, none would be for ever. Of two moves at once the one
    // that finds its primary gone takes its own step back.
    bool was_primary = false;
    const auto note_role = [&](const store::Key& now) -> Result<void> {
        was_primary = now.settings.attributes->region_role == RegionRole::primary;
        return {};
    };
    TANDEM_TRY(const store::Key* primary, set_role(there, *copy, RegionRole::primary, note_role));
    const auto left = set_role(call, key, RegionRole::replica, check_no_replica);
    if (left.has_value()) return primary;
    const auto anything = [](const store::Key&) -> Result<void> { return {}; };
    if (!was_primary) TANDEM_CHECK(set_role(there, *primary, RegionRole::replica, anything));
    return left.error();
}

}  // namespace tandem::service
