#include "tandem/service/actions/grants.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/key_state.hpp"

#include "change_key.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

Result<void> check_room_for_grants(const Call& call, const KeyId& key) {
    const std::size_t there = store::Objects<Grant>{call.space}.of_key(key).size();
    if (there >= call.services.limits.max_grants_per_key) return fail(ErrorCode::grant_limit_exceeded);
    return {};
}

}  // namespace

Result<const Grant*> create_grant(const Call& call, CreateGrantInput input) {
    Grant grant;
    grant.id = crypto::random_id<ObjectId>();
    grant.created = call.services.clock.now();
    grant.name = std::move(input.name);
    grant.grantee = std::move(input.grantee);
    grant.grantee_is_domain = input.grantee_is_domain;
    grant.operations = std::move(input.operations);
    grant.issuer = std::move(input.issuer);
    grant.retirer = std::move(input.retirer);
    CurrentKey current{call, input.key};
    return retry_on_conflict([&]() -> Result<const Grant*> {
        TANDEM_TRY(const store::Key* key, current.next());
        TANDEM_CHECK(check_state(call, keys::Operation::encrypt, *key));
        TANDEM_CHECK(check_room_for_grants(call, key->id));
        grant.key = key->id;
        Changes changes;
        changes.emplace_back(store::PutObject<Grant>{.object = grant,
                                                     .expected_revision = store::PutObject<Grant>::kNew,
                                                     .most = call.services.limits.max_grants_per_key});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return find_grant(call, grant.key, grant.id);
    });
}

Result<const Grant*> find_grant(const Call& call, const KeyId& key, const ObjectId& id) {
    const Grant* grant = store::Objects<Grant>{call.space}.find(id);
    if (grant == nullptr) return fail(ErrorCode::grant_not_found);
    if (grant->key != key) return fail(ErrorCode::grant_of_another_key);
    return grant;
}

Result<void> remove_grant(const Call& call, const KeyId& key, const ObjectId& id) {
    return retry_on_conflict([&]() -> Result<void> {
        TANDEM_TRY(const Grant* grant, find_grant(call, key, id));
        Changes changes;
        changes.emplace_back(store::RemoveObject<Grant>{id, grant->revision});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

std::vector<const Grant*> grants_of_key(const Call& call, const store::Key& key) {
    return store::Objects<Grant>{call.space}.of_key(key.id);
}

bool names(const Grant& grant, const Principal& caller) noexcept {
    return grant.grantee == (grant.grantee_is_domain ? caller.domain : caller.user);
}

bool allows(const Grant& grant, std::string_view operation) noexcept {
    return std::ranges::find(grant.operations, operation) != grant.operations.end();
}

Result<const store::KeySpace*> find_grantor(const Services& services, const store::KeySpace& own,
                                            const Principal& caller, const KeyId& key, std::string_view operation) {
    ErrorCode refusal = ErrorCode::key_not_found;
    for (const store::KeySpace* space : services.store.granting_spaces(key)) {
        if (space->id == own.id || space->region != own.region) continue;
        for (const Grant* grant : store::Objects<Grant>{*space}.of_key(key)) {
            if (!names(*grant, caller)) continue;
            if (allows(*grant, operation)) return space;
            refusal = ErrorCode::not_authorized;
        }
    }
    return fail(refusal);
}

}  // namespace tandem::service
