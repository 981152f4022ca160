#include "tandem/service/actions/grants.hpp"

#include "tandem/service/key_spaces.hpp"

#include "handlers.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/key_reference.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kCreateGrant = "create-grant";
constexpr std::string_view kRetireGrant = "retire-grant";

// Each once, in the order of the request.
Result<std::vector<std::string>> read_operations(const Fields& fields) {
    std::vector<std::string> operations;
    for (const std::string_view word : fields.list("operations"))
        if (std::ranges::find(operations, word) == operations.end()) operations.emplace_back(word);
    if (operations.size() == 1 && operations.front() == kCreateGrant)
        return fail(ErrorCode::grant_operations_insufficient);
    return operations;
}

// Who was given the right to grant gives on what he has, and no more.
Result<void> check_grants_own(const OperationCall& call, const KeyId& key, std::span<const std::string> operations) {
    if (service::tenant_name_of(call.service.tenant.facts) == call.caller.tenant->facts.name) return {};
    const CallerIds ids{call.caller};
    const auto own = store::Objects<store::Grant>{call.service.tenant}.of_key(key);
    const auto has = [&](const std::string& operation) {
        return std::ranges::any_of(own, [&](const store::Grant* grant) {
            return service::names(*grant, ids.principal()) && service::allows(*grant, operation);
        });
    };
    if (!std::ranges::all_of(operations, has)) return fail(ErrorCode::not_authorized);
    return {};
}

// Its issuer, who is named for it, and the grantee if the grant says so (section 7, CancelSelfGrant).
bool may_retire(const store::Grant& grant, const CallerIds& caller) noexcept {
    if (grant.issuer == caller.user || grant.retirer == caller.user || grant.retirer == caller.domain) return true;
    return service::names(grant, caller.principal()) && service::allows(grant, kRetireGrant);
}

struct GrantRef {
    KeyId key;
    store::ObjectId id;
};
Result<GrantRef> read_grant(const OperationCall& call) {
    TANDEM_TRY(const KeyId key, read_key_id(call, call.fields.text("key_id")));
    TANDEM_TRY(const store::ObjectId id, read_grant_id(call.fields.text("grant_id")));
    return GrantRef{key, id};
}

bool is_of_region(const store::Tenant& tenant, const store::Tenant& own) noexcept {
    return service::region_of(tenant.facts) == service::region_of(own.facts);
}

// The grant may be of another tenant's key; what the caller has no part in is not there for him.
Result<service::Call> call_of_grantor(const OperationCall& call, const GrantRef& grant) {
    const service::Call& own = call.service;
    if (own.services.store.find_key(own.tenant, grant.key) != nullptr) return own;
    const CallerIds ids{call.caller};
    for (const store::Tenant* tenant : own.services.store.granting_tenants(grant.key)) {
        if (!is_of_region(*tenant, own.tenant)) continue;
        const store::Grant* found = store::Objects<store::Grant>{*tenant}.find(grant.id);
        if (found != nullptr && found->key == grant.key && may_retire(*found, ids))
            return service::Call{own.services, *tenant, own.place, own.key_observer, nullptr, own.stop};
    }
    return fail(ErrorCode::key_not_found);
}

}  // namespace

Result<void> create_grant(OperationCall& call) {
    const Fields& fields = call.fields;
    TANDEM_TRY(const KeyId id, read_key_id(call, fields.text("key_id")));
    TANDEM_TRY(std::vector<std::string> operations, read_operations(fields));
    TANDEM_CHECK(check_grants_own(call, id, operations));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, id));
    service::CreateGrantInput input{.key = *key,
                                    .name = std::string{fields.text("name")},
                                    .grantee = std::string{fields.text("grantee_principal")},
                                    .grantee_is_domain = fields.text("grantee_principal_type") == "domain",
                                    .operations = std::move(operations),
                                    .issuer = CallerIds{call.caller}.user,
                                    .retirer = std::string{fields.text("retiring_principal")}};
    TANDEM_TRY(const store::Grant* grant, service::create_grant(call.service, std::move(input)));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("grant_id", grant_id_text(grant->id)).end_object();
    return {};
}

Result<void> revoke_grant(OperationCall& call) {
    TANDEM_TRY(const GrantRef grant, read_grant(call));
    TANDEM_CHECK(service::find_key(call.service, grant.key));
    TANDEM_CHECK(service::remove_grant(call.service, grant.key, grant.id));
    return answer_empty(call);
}

Result<void> retire_grant(OperationCall& call) {
    TANDEM_TRY(const GrantRef ref, read_grant(call));
    TANDEM_TRY(const service::Call of_grantor, call_of_grantor(call, ref));
    TANDEM_CHECK(service::find_key(of_grantor, ref.key));
    TANDEM_TRY(const store::Grant* grant, service::find_grant(of_grantor, ref.key, ref.id));
    if (!may_retire(*grant, CallerIds{call.caller})) return fail(ErrorCode::not_authorized);
    TANDEM_CHECK(service::remove_grant(of_grantor, ref.key, ref.id));
    return answer_empty(call);
}

Result<void> list_grants(OperationCall& call) {
    TANDEM_TRY(const store::Key* key, find_named_key(call, "key_id"));
    JsonWriter json{call.exchange.reply.body};
    write_grants(json, service::grants_of_key(call.service, *key), page_of(call.fields));
    return {};
}

Result<void> list_retirable_grants(OperationCall& call) {
    const Page page = page_of(call.fields);
    const CallerIds ids{call.caller};
    std::vector<const store::Grant*> grants;
    for (const std::string& principal : {ids.user, ids.domain})
        for (const store::GrantOfTenant& one : call.service.services.store.grants_retirable_by(principal))
            if (is_of_region(*one.tenant, call.service.tenant)) grants.push_back(one.grant);
    JsonWriter json{call.exchange.reply.body};
    write_grants(json, grants, page);
    return {};
}

}  // namespace tandem::api::huawei
