#include "provision_credentials.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/app/stored_identities.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/credentials.hpp"
#include "tandem/service/actions/tenants.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace tandem::app {
namespace {

using store::CredentialHold;
using store::CredentialOrigin;

std::set<std::string> read_ids(const std::filesystem::path& file) {
    std::set<std::string> ids;
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) ids.insert(line);
    return ids;
}

std::string date_of(const store::CredentialFacts& facts) {
    return facts.held_since ? format_date(*facts.held_since) : "an unknown date";
}

}  // namespace

void check_credentials(const Config& config, const store::KeyStore& store) {
    for (const auto& each : config.credentials) {
        const auto* stored = store.find_credential(each.id);
        if (!stored || stored->tenant->facts.name == each.tenant) continue;
        throw UserError{UserError::conflict,
                        {.place = each.place,
                         .text = "credential " + each.id + " is the tenant " + each.tenant + "'s in the document and " +
                                 stored->tenant->facts.name +
                                 "'s in the database. It cannot move: give it another id, or start once without it"}};
    }
}

CredentialProvision::CredentialProvision(const Config& config, service::Services& services, spdlog::logger& log)
    : config_(config), services_(services), log_(log) {
    for (const auto& credential : config.credentials) wanted_.insert(credential.id);
    if (config.storage.database.empty()) return;
    list_ = config.storage.database.parent_path() / "configured-credentials";
    listed_ = read_ids(list_);
}

void CredentialProvision::hold_all() {
    std::vector<store::CredentialFacts> configured;
    {
        const auto guard = services_.store.read();
        for (const auto& each : config_.credentials)
            if (const auto* tenant = services_.store.find_tenant_by_name(each.tenant))
                configured.push_back(credential_facts(each, tenant->facts.id));
    }
    const auto held = service::hold_every_credential(services_, std::move(configured));
    if (!held) throw UserError{UserError::failed, "the credentials of the older state cannot be disabled"};
}

// Before origins were stored, the administration made ids of one form alone, "configured-credentials" beside the
// database named those of the configuration, and a server had no others. The file is read for the last time here.
CredentialOrigin CredentialProvision::likely_origin(const std::string& id) const {
    if (listed_.contains(id)) return CredentialOrigin::configuration;
    if (service::has_random_form(id)) return CredentialOrigin::run_time;
    return config_.mode == Mode::server ? CredentialOrigin::configuration : CredentialOrigin::seed;
}

void CredentialProvision::recognise_origins() {
    std::vector<store::PutCredential> changes;
    {
        const auto guard = services_.store.read();
        for (const auto* stored : services_.store.credentials()) {
            if (stored->facts.origin != CredentialOrigin::unknown) continue;
            store::PutCredential change{stored->facts, stored->secret.clone(), store::IfExists::replace};
            change.facts.origin = likely_origin(stored->facts.id);
            changes.push_back(std::move(change));
        }
    }
    for (auto& change : changes) {
        const auto tenant = change.facts.tenant;
        const auto id = change.facts.id;
        commit_identity(services_, tenant, std::move(change), "credential " + id);
    }
    std::error_code error;
    if (!list_.empty() && std::filesystem::remove(list_, error))
        log_.info("removed {}: the database itself knows by now which credentials are of the configuration",
                  list_.string());
}

void CredentialProvision::put() {
    for (const auto& credential : config_.credentials) put(credential);
}

void CredentialProvision::put(const CredentialConfig& wanted) {
    store::CredentialFacts facts;
    {
        const auto guard = services_.store.read();
        if (const auto* removed = services_.store.find_removed_credential(wanted.id)) {
            log_.warn(
                "the credential {} of {} stays removed, as was ordered on {}: take it out there, or let it come back "
                "with `tandem credential enable {}` and another start",
                wanted.id, wanted.place, date_of(removed->facts), wanted.id);
            return;
        }
        facts = credential_facts(wanted, services_.store.find_tenant_by_name(wanted.tenant)->facts.id);
        if (const auto* stored = services_.store.find_credential(wanted.id)) {
            facts.hold = stored->facts.hold;
            facts.held_since = stored->facts.held_since;
            if (is_same_credential(*stored, facts, wanted.secret) && stored->facts.origin == facts.origin) return;
        }
    }
    const auto tenant = facts.tenant;
    commit_identity(services_, tenant,
                    store::PutCredential{std::move(facts), wanted.secret.clone(), store::IfExists::replace},
                    "credential " + wanted.id);
}

std::string CredentialProvision::reason_to_end(const store::CredentialFacts& facts) const {
    const bool server = config_.mode == Mode::server;
    if (server && facts.id == kDevelopmentId) return "it is published and has no place in a server";
    if (wanted_.contains(facts.id)) return {};
    if (facts.origin == CredentialOrigin::configuration) return "it is no longer in the configuration";
    if (server && facts.origin == CredentialOrigin::seed)
        return "it is of a seed, and a server has none; with a secret of its own the configuration may name it";
    return {};
}

void CredentialProvision::end_others() {
    std::vector<std::pair<std::string, std::string>> ended;
    {
        const auto guard = services_.store.read();
        for (const auto* stored : services_.store.credentials())
            if (auto why = reason_to_end(stored->facts); !why.empty())
                ended.emplace_back(stored->facts.id, std::move(why));
    }
    for (const auto& [id, why] : ended) {
        if (service::forget_credential(services_, id).has_error())
            throw UserError{UserError::failed, "credential " + id + " cannot be removed"};
        log_.info("removed the credential {}: {}", id, why);
    }
}

void CredentialProvision::tell_held() const {
    const auto guard = services_.store.read();
    std::size_t older = 0;
    std::string since;
    for (const auto* stored : services_.store.credentials()) {
        const auto& facts = stored->facts;
        if (facts.hold == CredentialHold::disabled)
            log_.warn("the credential {} stays disabled, as was ordered on {}; `tandem credential enable {}` ends that",
                      facts.id, date_of(facts), facts.id);
        if (facts.hold != CredentialHold::older_state) continue;
        ++older;
        since = date_of(facts);
    }
    if (older > 0)
        log_.warn(
            "{} credentials are disabled since an older state of the database was accepted on {}: `tandem credential "
            "list` shows them, `tandem credential enable ID` lets one in",
            older, since);
}

}  // namespace tandem::app
