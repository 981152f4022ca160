#pragma once
// Key policies: records of when, where and through which access points the keys of a key space may be used. Nothing
// here judges by them.

#include "tandem/service/call.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include "keyspace_list.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tandem::api::huawei::confidential_computing {

// Has all of a new one but what the server gives: id, dates, revision. Error: object_limit_exceeded.
Result<const KeyPolicy*> create_key_policy(const service::Call& call, KeyPolicy policy);
// Error: key_policy_not_found.
Result<const KeyPolicy*> find_key_policy(const service::Call& call, const store::ObjectId& id);
// Error: page_offset_invalid.
Result<KeyspacePage<KeyPolicy>> list_key_policies(const service::Call& call, const KeyspaceRange& range);

// The policy's new terms, in the place of its old ones.
struct KeyPolicyTerms {
    std::string version{};
    std::string begins{};
    std::string ends{};
    std::vector<std::string> access_points{};
    std::vector<std::string> zones{};
};
// Without a description it keeps its own. Error: key_policy_not_found.
Result<const KeyPolicy*> update_key_policy(const service::Call& call, const store::ObjectId& id,
                                           const KeyPolicyTerms& terms, const std::optional<std::string>& description);
// Error: key_policy_not_found.
Result<void> delete_key_policy(const service::Call& call, const store::ObjectId& id);

}  // namespace tandem::api::huawei::confidential_computing
