#include "key_policies.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/change_object.hpp"

namespace tandem::service {

template <>
struct ObjectErrors<api::huawei::KeyPolicy> {
    static constexpr ErrorCode kAbsent = ErrorCode::key_policy_not_found;
    static constexpr ErrorCode kDuplicate = ErrorCode::parameter_invalid;
};

}  // namespace tandem::service

namespace tandem::api::huawei::confidential_computing {

Result<const KeyPolicy*> create_key_policy(const service::Call& call, KeyPolicy policy) {
    policy.id = crypto::random_uuid<store::ObjectId>();
    policy.created = call.services.clock.now();
    policy.changed = policy.created;
    return service::add_object(call, std::move(policy));
}

Result<const KeyPolicy*> find_key_policy(const service::Call& call, const store::ObjectId& id) {
    return service::find_object<KeyPolicy>(call, id);
}

Result<KeyspacePage<KeyPolicy>> list_key_policies(const service::Call& call, const KeyspaceRange& range) {
    return list_of_keyspace<KeyPolicy>(call, range);
}

Result<const KeyPolicy*> update_key_policy(const service::Call& call, const store::ObjectId& id,
                                           const KeyPolicyTerms& terms, const std::optional<std::string>& description) {
    return service::change_object<KeyPolicy>(call, id, [&](KeyPolicy& policy) -> Result<service::Edit> {
        policy.version = terms.version;
        policy.begins = terms.begins;
        policy.ends = terms.ends;
        policy.access_points = terms.access_points;
        policy.zones = terms.zones;
        if (description) policy.description = *description;
        policy.changed = call.services.clock.now();
        return service::Edit::commit;
    });
}

Result<void> delete_key_policy(const service::Call& call, const store::ObjectId& id) {
    return service::remove_object<KeyPolicy>(call, id, [](const KeyPolicy&) -> Result<void> { return {}; });
}

}  // namespace tandem::api::huawei::confidential_computing
