#include "provision.hpp"

#include "tandem/base/startup.hpp"
#include "tandem/service/actions/tenants.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tandem::app {
namespace {

void commit(service::Services& services, const TenantId& tenant, store::Change change, const std::string& what) {
    std::vector<store::Change> changes;
    changes.push_back(std::move(change));
    const auto done = services.store.commit(tenant, std::move(changes));
    if (done) return;
    const auto& error = done.error();
    throw StartupError{
        error.code == ErrorCode::store_unavailable ? ExitCode::storage : ExitCode::failed,
        what + ": " + std::string{name_of(error.code)} + (error.detail.empty() ? "" : " (" + error.detail + ")")};
}

void put_tenant(service::Services& services, const store::TenantFacts& facts) {
    {
        const auto guard = services.store.read();
        if (const auto* stored = services.store.find_tenant_by_name(facts.name)) {
            if (service::same_identities(stored->facts, facts)) return;
            throw StartupError{ExitCode::conflict, "tenant " + facts.name +
                                                       " is stored with other account, domain or project ids than the "
                                                       "configuration gives it; those cannot change"};
        }
    }
    commit(services, facts.id, store::CreateTenant{facts}, "tenant " + facts.name);
}

void put_credential(service::Services& services, const CredentialConfig& wanted) {
    store::CredentialFacts facts;
    facts.id = wanted.id;
    facts.enabled = wanted.enabled;
    facts.user_name = wanted.user_name.empty() ? wanted.id : wanted.user_name;
    facts.expires = wanted.expires;
    facts.allow = wanted.allow;
    facts.login_only = wanted.login_only;
    {
        const auto guard = services.store.read();
        facts.tenant = services.store.find_tenant_by_name(wanted.tenant)->facts.id;
        if (const auto* stored = services.store.find_credential(wanted.id)) {
            if (stored->facts.tenant != facts.tenant)
                throw StartupError{ExitCode::conflict, "credential " + wanted.id + " is stored for another tenant"};
            if (stored->secret == wanted.secret && stored->facts.enabled == facts.enabled &&
                stored->facts.user_name == facts.user_name && stored->facts.expires == facts.expires &&
                stored->facts.allow == facts.allow)
                return;
        }
    }
    const auto tenant = facts.tenant;
    commit(services, tenant, store::PutCredential{std::move(facts), wanted.secret.clone(), store::IfExists::replace},
           "credential " + wanted.id);
}

void drop_credential(service::Services& services, const std::string& id, spdlog::logger& log, std::string_view why) {
    const auto removed = service::remove_credential(services, id);
    if (removed)
        log.info("removed the credential {}: {}", id, why);
    else if (removed.error().code != ErrorCode::credential_unknown)
        throw StartupError{ExitCode::failed, "credential " + id + " cannot be removed"};
}

// ---- agencies: beside seeds, which only a stand-in has, they come from the configuration alone ----

void put_agency(service::Services& services, const AgencyConfig& wanted) {
    store::Agency agency;
    TenantId tenant;
    {
        const auto guard = services.store.read();
        const auto* owner = services.store.find_tenant_by_name(wanted.tenant);
        tenant = owner->facts.id;
        const auto* stored = store::Objects<store::Agency>{*owner}.find_named(wanted.name);
        if (stored && stored->trusted == wanted.trusted && stored->allow == wanted.allow) return;
        agency.id = stored ? stored->id : wanted.id;
        agency.created = stored ? stored->created : services.clock.now();
    }
    agency.name = wanted.name;
    agency.trusted = wanted.trusted;
    agency.allow = wanted.allow;
    commit(services, tenant, store::PutObject<store::Agency>{std::move(agency), {}}, "agency " + wanted.name);
}

void drop_other_agencies(const Config& config, service::Services& services, spdlog::logger& log) {
    std::vector<std::pair<TenantId, store::Change>> removals;
    {
        const auto guard = services.store.read();
        for (const auto* tenant : services.store.tenants())
            for (const auto* agency : store::Objects<store::Agency>{*tenant}.list()) {
                const bool wanted = std::ranges::any_of(config.agencies, [&](const auto& each) {
                    return each.name == agency->name && each.tenant == tenant->facts.name;
                });
                if (wanted) continue;
                log.info("removed the agency {} of {}: it is not in the configuration", agency->name,
                         tenant->facts.name);
                removals.emplace_back(tenant->facts.id,
                                      store::RemoveObject<store::Agency>{agency->id, agency->revision});
            }
    }
    for (auto& [tenant, removal] : removals) commit(services, tenant, std::move(removal), "an agency's removal");
}

// ---- the ids of configured credentials, one a line ----

std::set<std::string> read_ids(const std::filesystem::path& file) {
    std::set<std::string> ids;
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) ids.insert(line);
    return ids;
}

void write_ids(const std::filesystem::path& file, const std::set<std::string>& ids) {
    auto temporary = file;
    temporary += ".new";
    {
        std::ofstream stream{temporary, std::ios::trunc};
        for (const auto& id : ids) stream << id << '\n';
        if (!stream.flush()) throw StartupError{ExitCode::failed, "cannot write " + temporary.string()};
    }
    std::filesystem::rename(temporary, file);
}

}  // namespace

void provision(const Config& config, service::Services& services, spdlog::logger& log) {
    const bool durable = !config.storage.database.empty();
    const auto list = config.storage.database.parent_path() / "configured-credentials";
    std::set<std::string> wanted, before;
    for (const auto& credential : config.credentials) wanted.insert(credential.id);
    if (durable) {
        before = read_ids(list);
        auto both = before;
        both.insert(wanted.begin(), wanted.end());
        // Both before the changes and only the wanted ones after them: a crash between forgets none.
        if (both != before) write_ids(list, both);
    }

    for (const auto& tenant : config.tenants) put_tenant(services, tenant);
    for (const auto& credential : config.credentials) put_credential(services, credential);
    for (const auto& agency : config.agencies) put_agency(services, agency);
    if (config.mode == Mode::server) drop_other_agencies(config, services, log);
    for (const auto& id : before)
        if (!wanted.contains(id)) drop_credential(services, id, log, "it is no longer in the configuration");
    if (config.mode == Mode::server)
        drop_credential(services, std::string{kDevelopmentId}, log, "it is published and has no place in a server");
    if (durable && before != wanted) write_ids(list, wanted);
}

}  // namespace tandem::app
