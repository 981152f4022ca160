// ShowKeyPolicy (section 7, Confidential computing).

#include "huawei/confidential_computing/key_policies.hpp"
#include "huawei/request.hpp"
#include "key_policy.hpp"

namespace tandem::api::huawei::show_key_policy {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const KeyPolicy* policy, confidential_computing::find_key_policy(request.call(), id));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_policy(json, *policy, PolicySpelling::of_one);
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowKeyPolicy",
    .details = get("/v1.0/{project_id}/kms/key-policies/{policy_id}"),
    .steps = steps<read_key_policy_id, run>(),
};

}  // namespace tandem::api::huawei::show_key_policy
