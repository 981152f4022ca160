#include "key_policy.hpp"

#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

Result<store::ObjectId> read_key_policy_id(Request& request) {
    const auto id = store::ObjectId::parse(request.path_parameter("policy_id"));
    if (!id) return fail(ErrorCode::key_policy_not_found, "policy_id");
    return *id;
}

void write_key_policy(JsonWriter& json, const KeyPolicy& policy, PolicySpelling spelling) {
    json.unescaped("policy_id", policy.id.text()).text("policy_name", policy.name).text("keyspace_id", policy.keyspace);
    write_policy_terms(json, policy, spelling);
    json.text("description", policy.description)
        .unescaped("created_by", policy.author)
        .unescaped("create_time", iso_seconds(policy.created))
        .unescaped("last_modify_time", iso_seconds(policy.changed))
        .unescaped("last_access_time", "");
}

}  // namespace tandem::api::huawei
