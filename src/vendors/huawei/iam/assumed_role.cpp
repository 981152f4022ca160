#include "assumed_role.hpp"

#include "callers.hpp"
#include "members.hpp"

namespace tandem::api::huawei::iam {

namespace {

namespace json = boost::json;

Result<void> check_rules(const Caller& caller) {
    if (may_assume_roles(*caller.credential)) return {};
    return fail(ErrorCode::not_authorized, {}, "the caller's rules do not have AssumeRole");
}

}  // namespace

Result<Token> with_assumed_role(const Request& request, const json::object& identity) {
    const json::object* role = object_in(&identity, "assume_role");
    const DomainRef domain{text_in(role, "domain_name"), text_in(role, "domain_id")};
    std::string_view name = text_in(role, "agency_name");
    if (name.empty()) name = text_in(role, "xrole_name");
    if (domain.empty() || name.empty()) return fail(ErrorCode::parameter_invalid, "auth.identity.assume_role");

    TANDEM_TRY(const Caller caller, find_caller(request));
    if (caller.agency != nullptr)
        return fail(ErrorCode::not_authorized, {}, "the caller is in an agency's role already");
    TANDEM_CHECK(check_rules(caller));
    for (const store::Tenant* tenant : request.services.store.tenants()) {
        if (!domain.is(tenant->facts)) continue;
        const Agency* agency = store::Objects<Agency>{*tenant}.find_named(name);
        if (agency == nullptr || !is_trusted(*agency, caller.tenant->facts)) continue;
        return Token{.tenant = tenant,
                     .user = caller.credential,
                     .agency = agency,
                     .expires = caller.until.value_or(TimePoint{})};
    }
    return fail(ErrorCode::not_authorized, {}, "no agency of this name trusts the caller's domain");
}

}  // namespace tandem::api::huawei::iam
