#include "provision.hpp"

#include "tandem/app/stored_identities.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/tenants.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include "provision_credentials.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tandem::app {
namespace {

using api::huawei::Agency;

// ---- what must fit before anything is changed ----

std::vector<std::string> known_tenants(const Config& config, const store::KeyStore& store) {
    std::vector<std::string> names;
    names.reserve(config.tenants.size());
    for (const auto& tenant : config.tenants) names.push_back(tenant.name);
    for (const auto* tenant : store.tenants()) names.push_back(tenant->facts.name);
    return names;
}

void check_named_tenants(const Config& config, const store::KeyStore& store) {
    const auto known = known_tenants(config, store);
    const auto require = [&](const std::string& place, const std::string& what, const std::string& name) {
        if (std::ranges::find(known, name) != known.end()) return;
        const auto near = nearest_name(name, known);
        throw UserError{
            UserError::configuration,
            {.place = place,
             .text = what + " names the tenant \"" + name + "\", which neither the configuration nor the database has",
             .remedy = did_you_mean(near)}};
    };
    for (const auto& each : config.credentials) require(each.place, "credential " + each.id, each.tenant);
    for (const auto& each : config.agencies) require(each.place, "agency " + each.name, each.tenant);
    if (config.mode == Mode::development) return;  // a seed may make the tenant later: a line in the log says so
    for (const auto& each : config.vendors.huawei.otc_catalogs) require({}, "dialects.huawei.otc_catalogs", each);
}

void check_stored_identities(const Config& config, const store::KeyStore& store) {
    for (const auto& tenant : config.tenants) {
        const auto* stored = store.find_tenant_by_name(tenant.name);
        if (!stored) continue;
        const auto different = contradictions(resolved_by(tenant, tenant.stated, stored->facts), stored->facts);
        if (different.empty()) continue;
        throw UserError{
            UserError::conflict,
            {.place = tenant.place,
             .text = "tenant " + tenant.name + ": " + different + ". The ids of a stored tenant cannot change",
             .remedy = "what a document leaves out is as stored"}};
    }
}

// ---- tenants ----

void put_tenants(const Config& config, service::Services& services) {
    for (const auto& tenant : config.tenants) {
        {
            const auto guard = services.store.read();
            if (services.store.find_tenant_by_name(tenant.name)) continue;
        }
        commit_identity(services, tenant.id, store::CreateTenant{tenant}, "tenant " + tenant.name);
    }
}

// ---- agencies: beside seeds, which only a stand-in has, they come from the configuration alone ----

void put_agency(service::Services& services, const AgencyConfig& wanted) {
    Agency agency;
    TenantId tenant;
    {
        const auto guard = services.store.read();
        const auto* owner = services.store.find_tenant_by_name(wanted.tenant);
        tenant = owner->facts.id;
        const auto* stored = store::Objects<Agency>{*owner}.find_named(wanted.name);
        if (stored && stored->trusted == wanted.trusted && stored->allow == wanted.allow) return;
        agency.id = stored ? stored->id : wanted.id;
        agency.created = stored ? stored->created : services.clock.now();
    }
    agency.name = wanted.name;
    agency.trusted = wanted.trusted;
    agency.allow = wanted.allow;
    commit_identity(services, tenant, store::PutObject<Agency>{std::move(agency), {}}, "agency " + wanted.name);
}

void drop_other_agencies(const Config& config, service::Services& services, spdlog::logger& log) {
    std::vector<std::pair<TenantId, store::Change>> removals;
    {
        const auto guard = services.store.read();
        for (const auto* tenant : services.store.tenants())
            for (const auto* agency : store::Objects<Agency>{*tenant}.list()) {
                const bool wanted = std::ranges::any_of(config.agencies, [&](const auto& each) {
                    return each.name == agency->name && each.tenant == tenant->facts.name;
                });
                if (wanted) continue;
                log.info("removed the agency {} of {}: it is not in the configuration", agency->name,
                         tenant->facts.name);
                removals.emplace_back(tenant->facts.id, store::RemoveObject<Agency>{agency->id, agency->revision});
            }
    }
    for (auto& [tenant, removal] : removals)
        commit_identity(services, tenant, std::move(removal), "an agency's removal");
}

}  // namespace

void commit_identity(service::Services& services, const TenantId& tenant, store::Change change,
                     const std::string& what) {
    std::vector<store::Change> changes;
    changes.push_back(std::move(change));
    const auto done = services.store.commit(tenant, std::move(changes));
    if (done) return;
    const auto& error = done.error();
    throw UserError{
        error.code == ErrorCode::store_unavailable ? UserError::storage : UserError::failed,
        what + ": " + std::string{name_of(error.code)} + (error.detail.empty() ? "" : " (" + error.detail + ")")};
}

void provision(const Config& config, service::Services& services, spdlog::logger& log, StoredState state) {
    {
        const auto guard = services.store.read();
        check_named_tenants(config, services.store);
        check_stored_identities(config, services.store);
        check_credentials(config, services.store);
    }
    CredentialProvision credentials{config, services, log};
    if (state == StoredState::older) credentials.hold_all();
    credentials.recognise_origins();
    put_tenants(config, services);
    credentials.put();
    for (const auto& agency : config.agencies) put_agency(services, agency);
    if (config.mode == Mode::server) drop_other_agencies(config, services, log);
    credentials.end_others();
    credentials.tell_held();
}

}  // namespace tandem::app
