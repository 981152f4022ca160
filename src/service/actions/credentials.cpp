#include "tandem/service/actions/credentials.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tandem::service {
namespace {

using store::CredentialHold;
using store::CredentialOrigin;

// Those that are out for good as well.
Result<const store::Credential*> find(const Services& services, std::string_view id) {
    const auto* found = services.store.find_credential(id);
    if (!found) found = services.store.find_removed_credential(id);
    if (!found) return fail(ErrorCode::credential_unknown, id);
    return found;
}

Result<void> commit_credential(Services& services, const TenantId& tenant, store::Change change) {
    std::vector<store::Change> changes;
    changes.push_back(std::move(change));
    TANDEM_CHECK(services.store.commit(tenant, std::move(changes)));
    return {};
}

bool is_given(CredentialOrigin origin) noexcept {
    return origin == CredentialOrigin::configuration || origin == CredentialOrigin::seed;
}

}  // namespace

Result<Removed> remove_credential(Services& services, std::string_view id) {
    TenantId tenant;
    bool leaves_mark = false;
    {
        const auto guard = services.store.read();
        const auto* found = services.store.find_credential(id);
        if (!found) return fail(ErrorCode::credential_unknown, id);
        tenant = found->facts.tenant;
        leaves_mark = is_given(found->facts.origin);
    }
    if (leaves_mark)
        TANDEM_CHECK(commit_credential(
            services, tenant, store::HoldCredential{std::string{id}, CredentialHold::removed, services.clock.now()}));
    else
        TANDEM_CHECK(commit_credential(services, tenant, store::RemoveCredential{std::string{id}}));
    return leaves_mark ? Removed::a_mark : Removed::nothing;
}

Result<void> forget_credential(Services& services, std::string_view id) {
    TenantId tenant;
    {
        const auto guard = services.store.read();
        TANDEM_TRY(const auto* found, find(services, id));
        tenant = found->facts.tenant;
    }
    return commit_credential(services, tenant, store::RemoveCredential{std::string{id}});
}

Result<void> disable_credential(Services& services, std::string_view id) {
    TenantId tenant;
    {
        const auto guard = services.store.read();
        const auto* found = services.store.find_credential(id);
        if (!found) return fail(ErrorCode::credential_unknown, id);
        if (found->facts.hold == CredentialHold::disabled) return {};
        tenant = found->facts.tenant;
    }
    return commit_credential(services, tenant,
                             store::HoldCredential{std::string{id}, CredentialHold::disabled, services.clock.now()});
}

Result<Enabled> enable_credential(Services& services, std::string_view id) {
    TenantId tenant;
    bool was_removed = false;
    {
        const auto guard = services.store.read();
        TANDEM_TRY(const auto* found, find(services, id));
        const auto& facts = found->facts;
        was_removed = facts.hold == CredentialHold::removed;
        if (!was_removed && !facts.enabled) return fail(ErrorCode::conflict, id);
        if (facts.is_usable()) return Enabled::now;
        tenant = facts.tenant;
    }
    TANDEM_CHECK(commit_credential(services, tenant, store::HoldCredential{std::string{id}}));
    return was_removed ? Enabled::at_next_start : Enabled::now;
}

Result<std::size_t> hold_every_credential(Services& services, std::vector<store::CredentialFacts> also) {
    TANDEM_CHECK(commit_credential(services, {}, store::HoldEveryCredential{services.clock.now(), std::move(also)}));
    const auto guard = services.store.read();
    return static_cast<std::size_t>(std::ranges::count_if(
        services.store.credentials(), [](const auto* one) { return one->facts.hold == CredentialHold::older_state; }));
}

}  // namespace tandem::service
