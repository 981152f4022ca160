// DeleteKeyPolicy (section 7, Confidential computing).

#include "huawei/confidential_computing/key_policies.hpp"
#include "huawei/request.hpp"
#include "key_policy.hpp"

namespace tandem::api::huawei::delete_key_policy {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_CHECK(confidential_computing::delete_key_policy(request.call(), id));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteKeyPolicy",
    .details = remove("/v1.0/{project_id}/kms/key-policies/{policy_id}"),
    .place = Place::worker,
    .steps = steps<read_key_policy_id, run>(),
};

}  // namespace tandem::api::huawei::delete_key_policy
