// UpdateKeyPolicy (section 7, Confidential computing).

#include "huawei/confidential_computing/key_policies.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/timestamps.hpp"
#include "key_policy.hpp"

#include <optional>
#include <string>

namespace tandem::api::huawei::update_key_policy {

namespace {

constexpr FieldRule kFields[] = {kPolicy, kRecordDescription};

struct Values {
    store::ObjectId id;
    confidential_computing::KeyPolicyTerms terms;
};

Result<Values> read(Request& request) {
    Values values;
    TANDEM_TRY(values.id, read_key_policy_id(request));
    TANDEM_TRY(values.terms, read_policy_terms(request.fields.text("policy"), request.arena));
    return values;
}

Result<void> run(Request& request, const Values& values) {
    std::optional<std::string> description;
    if (request.fields.has("description")) description = request.fields.text("description");
    TANDEM_TRY(const KeyPolicy* policy,
               confidential_computing::update_key_policy(request.call(), values.id, values.terms, description));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().unescaped("policy_id", values.id.text());
    write_policy_terms(json, *policy, PolicySpelling::of_one);
    json.text("description", policy->description)
        .unescaped("last_modify_time", iso_seconds(policy->changed))
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "UpdateKeyPolicy",
    .details = put("/v1.0/{project_id}/kms/key-policies/{policy_id}"),
    .fields = kFields,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::update_key_policy
