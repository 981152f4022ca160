// CreateKeyPolicy (section 7, Confidential computing).

#include "huawei/confidential_computing/key_policies.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "key_policy.hpp"

namespace tandem::api::huawei::create_key_policy {

namespace {

constexpr FieldRule kFields[] = {
    kKeyspace,
    {"policy_name", FieldType::text, true, &rules::kRecordName},
    kPolicy,
    kRecordDescription,
};

Result<confidential_computing::KeyPolicyTerms> read(Request& request) {
    return read_policy_terms(request.fields.text("policy"), request.arena);
}

KeyPolicy new_policy(const Request& request, const confidential_computing::KeyPolicyTerms& terms) {
    KeyPolicy policy;
    policy.name = request.fields.text("policy_name");
    policy.keyspace = request.fields.text("keyspace_id");
    policy.description = request.fields.text("description");
    policy.version = terms.version;
    policy.begins = terms.begins;
    policy.ends = terms.ends;
    policy.access_points = terms.access_points;
    policy.zones = terms.zones;
    policy.author = CallerIds{request.caller}.user;
    return policy;
}

Result<void> run(Request& request, const confidential_computing::KeyPolicyTerms& terms) {
    TANDEM_TRY(const KeyPolicy* made,
               confidential_computing::create_key_policy(request.call(), new_policy(request, terms)));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().unescaped("policy_id", made->id.text()).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateKeyPolicy",
    .details = post("/v1.0/{project_id}/kms/key-policies"),
    .fields = kFields,
    .remark = "a record: no document says where it is judged by",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_key_policy
