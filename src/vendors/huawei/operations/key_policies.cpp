// Key policies (section 7, Confidential computing): records, by which nothing is judged here. Dates are written as
// those of aliases; ids that nobody has are KMS.0308, since no document gives a code.

#include "tandem/service/actions/key_policies.hpp"

#include "handlers.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/wire/keyspace_paging.hpp"
#include "huawei/wire/policy_document.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

using store::KeyPolicy;

Result<store::ObjectId> read_key_policy_id(const OperationCall& call) {
    const auto id = store::ObjectId::parse(call.path_parameter("policy_id"));
    if (!id) return fail(ErrorCode::key_policy_not_found, "policy_id");
    return *id;
}

void write_key_policy(JsonWriter& json, const KeyPolicy& policy, PolicySpelling spelling) {
    json.plain("policy_id", policy.id.text()).text("policy_name", policy.name).text("keyspace_id", policy.keyspace);
    write_policy_terms(json, policy, spelling);
    json.text("description", policy.description)
        .plain("created_by", policy.author)
        .plain("create_time", iso_seconds(policy.created))
        .plain("last_modify_time", iso_seconds(policy.changed))
        .plain("last_access_time", "");
}

}  // namespace

Result<void> create_key_policy(OperationCall& call) {
    const Fields& fields = call.fields;
    TANDEM_TRY(service::KeyPolicyTerms terms, read_policy_terms(fields.text("policy"), call.arena));
    KeyPolicy policy;
    policy.name = fields.text("policy_name");
    policy.keyspace = fields.text("keyspace_id");
    policy.description = fields.text("description");
    policy.version = std::move(terms.version);
    policy.begins = std::move(terms.begins);
    policy.ends = std::move(terms.ends);
    policy.access_points = std::move(terms.access_points);
    policy.zones = std::move(terms.zones);
    policy.author = CallerIds{call.caller}.user;
    TANDEM_TRY(const KeyPolicy* made, service::create_key_policy(call.service, std::move(policy)));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("policy_id", made->id.text()).end_object();
    return {};
}

Result<void> show_key_policy(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_key_policy_id(call));
    TANDEM_TRY(const KeyPolicy* policy, service::find_key_policy(call.service, id));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_policy(json, *policy, PolicySpelling::of_one);
    json.end_object();
    return {};
}

Result<void> list_key_policies(OperationCall& call) {
    TANDEM_TRY(const service::KeyspaceRange range, read_keyspace_range(call.fields));
    TANDEM_TRY(const auto found, service::list_key_policies(call.service, range));
    JsonWriter json{call.exchange.reply.body};
    write_keyspace_page(json, found, "keyspace_policies",
                        [&](const KeyPolicy& policy) { write_key_policy(json, policy, PolicySpelling::of_lists); });
    return {};
}

Result<void> update_key_policy(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_key_policy_id(call));
    TANDEM_TRY(const service::KeyPolicyTerms terms, read_policy_terms(call.fields.text("policy"), call.arena));
    std::optional<std::string> description;
    if (call.fields.has("description")) description = call.fields.text("description");
    TANDEM_TRY(const KeyPolicy* policy, service::update_key_policy(call.service, id, terms, description));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("policy_id", id.text());
    write_policy_terms(json, *policy, PolicySpelling::of_one);
    json.text("description", policy->description).plain("last_modify_time", iso_seconds(policy->changed)).end_object();
    return {};
}

Result<void> delete_key_policy(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_key_policy_id(call));
    TANDEM_CHECK(service::delete_key_policy(call.service, id));
    return answer_empty(call);
}

}  // namespace tandem::api::huawei
