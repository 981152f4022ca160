#include "tandem/service/actions/grants.hpp"

#include "tandem/service/key_spaces.hpp"

#include "../grant_view.hpp"
#include "../granted_access.hpp"
#include "../key_reference.hpp"
#include "handlers.hpp"

#include <algorithm>

namespace tandem::dialect::huawei {

namespace {

constexpr std::size_t kMaxPrincipalCharacters = 64;
constexpr std::size_t kMaxNameCharacters = 255;
constexpr std::string_view kCreateGrant = "create-grant";
constexpr std::string_view kRetireGrant = "retire-grant";

bool is_letter_or_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Result<std::string> read_principal(std::string_view text) {
    const bool fits =
        !text.empty() && text.size() <= kMaxPrincipalCharacters && std::ranges::all_of(text, is_letter_or_digit);
    if (!fits) return fail(ErrorCode::grantee_invalid);
    return std::string{text};
}

Result<std::string> read_name(std::string_view text) {
    const auto may_stand = [](char c) { return is_letter_or_digit(c) || c == ':' || c == '/' || c == '_' || c == '-'; };
    if (text.size() > kMaxNameCharacters || !std::ranges::all_of(text, may_stand))
        return fail(ErrorCode::parameter_invalid, "name");
    return std::string{text};
}

Result<bool> read_is_domain(std::string_view type) {
    if (type == "domain") return true;
    if (type.empty() || type == "user") return false;
    return fail(ErrorCode::parameter_invalid, "grantee_principal_type");
}

Result<std::vector<std::string>> read_operations(const Fields& fields) {
    std::vector<std::string> operations;
    for (const std::string_view word : fields.list("operations")) {
        if (!is_grantable(word)) return fail(ErrorCode::parameter_invalid, "operations");
        if (std::ranges::find(operations, word) == operations.end()) operations.emplace_back(word);
    }
    if (operations.empty()) return fail(ErrorCode::parameter_invalid, "operations");
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
            return service::Call{own.services, *tenant, own.place, own.key_observer};
    }
    return fail(ErrorCode::key_not_found);
}

}  // namespace

Result<void> create_grant(OperationCall& call) {
    const Fields& fields = call.fields;
    TANDEM_TRY(const KeyId key, read_key_id(call, fields.text("key_id")));
    TANDEM_TRY(std::string grantee, read_principal(fields.text("grantee_principal")));
    TANDEM_TRY(std::vector<std::string> operations, read_operations(fields));
    TANDEM_TRY(const bool is_domain, read_is_domain(fields.text("grantee_principal_type")));
    TANDEM_TRY(std::string name, read_name(fields.text("name")));
    std::string retirer;
    if (fields.has("retiring_principal")) {
        TANDEM_TRY(retirer, read_principal(fields.text("retiring_principal")));
    }
    TANDEM_CHECK(check_grants_own(call, key, operations));
    TANDEM_TRY(const store::Grant* grant, service::create_grant(call.service, {.key = key,
                                                                               .name = std::move(name),
                                                                               .grantee = std::move(grantee),
                                                                               .grantee_is_domain = is_domain,
                                                                               .operations = std::move(operations),
                                                                               .issuer = CallerIds{call.caller}.user,
                                                                               .retirer = std::move(retirer)}));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("grant_id", grant_id_text(grant->id)).end_object();
    return {};
}

Result<void> revoke_grant(OperationCall& call) {
    TANDEM_TRY(const GrantRef grant, read_grant(call));
    TANDEM_CHECK(service::find_key(call.service, grant.key));
    TANDEM_CHECK(service::remove_grant(call.service, grant.key, grant.id));
    JsonWriter{call.exchange.reply.body}.begin_object().end_object();
    return {};
}

Result<void> retire_grant(OperationCall& call) {
    TANDEM_TRY(const GrantRef ref, read_grant(call));
    TANDEM_TRY(const service::Call of_grantor, call_of_grantor(call, ref));
    TANDEM_CHECK(service::find_key(of_grantor, ref.key));
    TANDEM_TRY(const store::Grant* grant, service::find_grant(of_grantor, ref.key, ref.id));
    if (!may_retire(*grant, CallerIds{call.caller})) return fail(ErrorCode::not_authorized);
    TANDEM_CHECK(service::remove_grant(of_grantor, ref.key, ref.id));
    JsonWriter{call.exchange.reply.body}.begin_object().end_object();
    return {};
}

Result<void> list_grants(OperationCall& call) {
    TANDEM_TRY(const KeyId key, read_key_id(call, call.fields.text("key_id")));
    TANDEM_TRY(const Page page, read_page(call.fields));
    TANDEM_TRY(const std::vector<const store::Grant*> grants, service::grants_of_key(call.service, key));
    JsonWriter json{call.exchange.reply.body};
    write_grants(json, grants, page);
    return {};
}

Result<void> list_retirable_grants(OperationCall& call) {
    TANDEM_TRY(const Page page, read_page(call.fields));
    const CallerIds ids{call.caller};
    std::vector<const store::Grant*> grants;
    for (const std::string& principal : {ids.user, ids.domain})
        for (const store::GrantOfTenant& one : call.service.services.store.grants_retirable_by(principal))
            if (is_of_region(*one.tenant, call.service.tenant)) grants.push_back(one.grant);
    JsonWriter json{call.exchange.reply.body};
    write_grants(json, grants, page);
    return {};
}

}  // namespace tandem::dialect::huawei
