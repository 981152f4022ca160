#include "tandem/service/actions/key_policies.hpp"

#include "tandem/crypto/random.hpp"

#include "change_object.hpp"
#include "keyspace_list.hpp"

namespace tandem::service {

Result<const KeyPolicy*> create_key_policy(const Call& call, KeyPolicy policy) {
    policy.id = crypto::random_uuid<ObjectId>();
    policy.created = call.services.clock.now();
    policy.changed = policy.created;
    return add_object(call, std::move(policy));
}

Result<const KeyPolicy*> find_key_policy(const Call& call, const ObjectId& id) {
    return find_object<KeyPolicy>(call, id);
}

Result<KeyspacePage<KeyPolicy>> list_key_policies(const Call& call, const KeyspaceRange& range) {
    return list_of_keyspace<KeyPolicy>(call, range);
}

Result<const KeyPolicy*> update_key_policy(const Call& call, const ObjectId& id, const KeyPolicyTerms& terms,
                                           const std::optional<std::string>& description) {
    return change_object<KeyPolicy>(call, id, [&](KeyPolicy& policy) -> Result<Edit> {
        policy.version = terms.version;
        policy.begins = terms.begins;
        policy.ends = terms.ends;
        policy.access_points = terms.access_points;
        policy.zones = terms.zones;
        if (description) policy.description = *description;
        policy.changed = call.services.clock.now();
        return Edit::commit;
    });
}

Result<void> delete_key_policy(const Call& call, const ObjectId& id) {
    return remove_object<KeyPolicy>(call, id, [](const KeyPolicy&) -> Result<void> { return {}; });
}

}  // namespace tandem::service
