#include "seed_plan.hpp"

#include "tandem/base/startup.hpp"
#include "tandem/service/actions/tenants.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tandem::app {
namespace {

using Changes = std::vector<store::Change>;

[[noreturn]] void refuse(const std::string& origin, const std::string& message) {
    throw StartupError{ExitCode::conflict, (origin.empty() ? "" : origin + ": ") + message};
}

// ---- comparing ----

void note(std::string& detail, std::string_view what) { detail.append(detail.empty() ? "" : ", ").append(what); }

std::string difference(const store::Key& stored, const SeedKey& wanted) {
    std::string detail;
    const auto& now = stored.settings;
    const auto& then = wanted.facts.settings;
    if (now.state != then.state) note(detail, "state");
    if (now.description != then.description) note(detail, "description");
    if (now.primary_alias != then.primary_alias) note(detail, "alias");
    if (stored.usage != wanted.facts.usage) note(detail, "usage");
    if (stored.origin != wanted.facts.origin) note(detail, "origin");
    if (wanted.relative_dates) return detail;
    if (now.state == then.state && now.deletion_date != then.deletion_date) note(detail, "delete_after");
    if (stored.created != wanted.facts.created) note(detail, "created");
    return detail;
}

std::set<std::string> names_of(const std::vector<const store::Alias*>& aliases) {
    std::set<std::string> names;
    for (const auto* alias : aliases) names.insert(alias->name);
    return names;
}
std::set<std::string> names_of(const std::vector<store::Alias>& aliases) {
    std::set<std::string> names;
    for (const auto& alias : aliases) names.insert(alias.name);
    return names;
}

// ---- one tenant ----

class TenantPlan {
  public:
    TenantPlan(const service::Services& services, const store::TenantFacts& facts, Existing existing, Others others)
        : store_(services.store), facts_(facts), existing_(existing), others_(others) {}

    void add(const SeedTenant& wanted) {
        const auto* stored = store_.find_tenant_by_name(facts_.name);
        if (stored && !service::same_identities(stored->facts, wanted.facts))
            refuse(wanted.origin, "tenant " + facts_.name +
                                      " is stored with other account, domain or project ids; those cannot change");
        if (!stored) changes_.emplace_back(store::CreateTenant{wanted.facts});
        step(stored ? SeedStep::Kind::same : SeedStep::Kind::create, "tenant", facts_.id.text(), facts_.name);
        tenant_ = stored;
    }

    void add(const SeedKey& wanted) {
        wanted_keys_.insert(wanted.facts.id);
        const auto* stored = tenant_ ? store_.find_key(*tenant_, wanted.facts.id) : nullptr;
        const auto& alias = wanted.facts.settings.primary_alias;
        if (!stored) {
            put(wanted, wanted.versions);
            return step(SeedStep::Kind::create, "key", wanted.facts.id.text(), alias);
        }
        std::string detail;
        if (existing_ != Existing::keep) detail = compare(*stored, wanted);
        if (detail.empty()) return step(SeedStep::Kind::same, "key", wanted.facts.id.text(), alias);
        put(wanted, versions_for(*stored, wanted), stored);
        step(SeedStep::Kind::change, "key", wanted.facts.id.text(), alias, detail);
    }

    void add(const SeedCredential& wanted) {
        const auto& config = wanted.config;
        wanted_credentials_.insert(config.id);
        store::CredentialFacts facts;
        facts.id = config.id;
        facts.tenant = facts_.id;
        facts.enabled = config.enabled;
        facts.user_name = config.user_name.empty() ? config.id : config.user_name;
        facts.expires = config.expires;
        facts.session_token = config.session_token;
        const auto* stored = store_.find_credential(config.id);
        if (stored && stored->facts.tenant != facts.tenant)
            refuse(wanted.origin, "credential " + config.id + " is another tenant's");
        if (stored && (existing_ == Existing::keep || is_same(*stored, facts, config.secret)))
            return step(SeedStep::Kind::same, "credential", config.id, {});
        if (stored && existing_ == Existing::update && stored->secret != config.secret)
            refuse(wanted.origin, "credential " + config.id + " is stored with another secret");
        credentials_.emplace_back(
            store::PutCredential{std::move(facts), config.secret.clone(), store::IfExists::replace});
        step(stored ? SeedStep::Kind::change : SeedStep::Kind::create, "credential", config.id, {});
    }

    // The commits to make, in their order: what goes first, so that its names are free for what comes.
    std::vector<Changes> finish() {
        if (others_ == Others::go && tenant_) remove_others();
        std::vector<Changes> commits;
        if (!removals_.empty()) commits.push_back(std::move(removals_));
        for (auto* part : {&puts_, &aliases_, &credentials_}) std::ranges::move(*part, std::back_inserter(changes_));
        if (!changes_.empty()) commits.push_back(std::move(changes_));
        return commits;
    }

    std::vector<SeedStep> steps;

  private:
    void step(SeedStep::Kind kind, std::string what, std::string id, std::string name, std::string detail = {}) {
        steps.push_back({kind, std::move(what), facts_.name, std::move(id), std::move(name), std::move(detail)});
    }

    static bool is_same(const store::Credential& stored, const store::CredentialFacts& facts,
                        const SecretBytes& secret) {
        const auto& now = stored.facts;
        return stored.secret == secret && now.enabled == facts.enabled && now.user_name == facts.user_name &&
               now.expires == facts.expires && now.session_token == facts.session_token;
    }

    std::string compare(const store::Key& stored, const SeedKey& wanted) const {
        if (stored.spec != wanted.facts.spec)
            refuse(wanted.origin, "key " + wanted.facts.id.text() + " is stored with the spec " +
                                      std::string{keys::name_of(stored.spec)});
        auto detail = difference(stored, wanted);
        if (names_of(store_.aliases_of(*tenant_, stored.id)) != names_of(wanted.aliases)) note(detail, "aliases");
        if (!same_material(stored, wanted)) {
            if (existing_ == Existing::update)
                refuse(wanted.origin, "key " + wanted.facts.id.text() + " is stored with other material");
            note(detail, "material");
        }
        return detail;
    }

    bool same_material(const store::Key& stored, const SeedKey& wanted) const {
        const bool waits = wanted.facts.settings.state == keys::KeyState::pending_import;
        if (existing_ == Existing::update && waits) return true;
        if (stored.versions.size() != wanted.versions.size()) return false;
        for (std::size_t i = 0; i < wanted.versions.size(); ++i) {
            if (wanted.versions[i].random) continue;
            const auto material = store_.export_material(*tenant_, stored, *stored.versions[i]);
            if (!material || *material != wanted.versions[i].material) return false;
        }
        return true;
    }

    // Where the seed says that any material will do, what is stored stays.
    std::vector<SeedVersion> versions_for(const store::Key& stored, const SeedKey& wanted) const {
        std::vector<SeedVersion> versions;
        for (std::size_t i = 0; i < wanted.versions.size(); ++i) {
            versions.push_back(wanted.versions[i].clone());
            if (!wanted.versions[i].random || i >= stored.versions.size()) continue;
            auto material = store_.export_material(*tenant_, stored, *stored.versions[i]);
            if (!material) continue;
            versions.back().material = std::move(*material);
            versions.back().public_key = stored.versions[i]->public_key;
        }
        return versions;
    }

    void put(const SeedKey& wanted, const std::vector<SeedVersion>& versions, const store::Key* stored = nullptr) {
        store::PutKey change{wanted.facts, {}};
        for (const auto& version : versions)
            change.versions.push_back({version.created, version.material.clone(), version.public_key});
        puts_.emplace_back(std::move(change));
        for (const auto& alias : wanted.aliases) put_alias(wanted, alias);
        if (!stored) return;
        if (stored->name != wanted.facts.name) {
            removals_.emplace_back(store::RemoveKey{stored->id, stored->revision});
            return;
        }
        const auto names = names_of(wanted.aliases);
        for (const auto& name : names_of(store_.aliases_of(*tenant_, stored->id)))
            if (!names.contains(name)) removals_.emplace_back(store::RemoveAlias{name, stored->id});
    }

    void put_alias(const SeedKey& wanted, const store::Alias& alias) {
        const auto* taken = tenant_ ? store_.find_alias(*tenant_, alias.name) : nullptr;
        if (taken && taken->key != alias.key && others_ == Others::stay && existing_ != Existing::replace)
            refuse(wanted.origin, "the alias " + alias.name + " is another key's (" + taken->key.text() + ")");
        aliases_.emplace_back(store::PutAlias{alias, store::IfExists::replace});
    }

    void remove_others() {
        for (const auto* key : store_.keys(*tenant_)) {
            if (wanted_keys_.contains(key->id)) continue;
            removals_.emplace_back(store::RemoveKey{key->id, key->revision});
            step(SeedStep::Kind::remove, "key", key->id.text(), key->settings.primary_alias);
        }
        for (const auto* credential : store_.credentials()) {
            if (credential->facts.tenant != facts_.id || wanted_credentials_.contains(credential->facts.id)) continue;
            removals_.emplace_back(store::RemoveCredential{credential->facts.id});
            step(SeedStep::Kind::remove, "credential", credential->facts.id, {});
        }
    }

    const store::KeyStore& store_;
    const store::TenantFacts& facts_;
    const Existing existing_;
    const Others others_;
    const store::Tenant* tenant_ = nullptr;  // stored
    std::set<KeyId> wanted_keys_;
    std::set<std::string> wanted_credentials_;
    Changes removals_, changes_, puts_, aliases_, credentials_;
};

// ---- all tenants ----

struct TenantCommits {
    TenantId tenant;
    std::vector<Changes> commits;
};
struct WholePlan {
    std::vector<SeedStep> steps;
    std::vector<TenantCommits> tenants;
};

// Tenants that the seed speaks of without describing them must be stored.
std::map<std::string, SeedTenant> tenants_of(const store::KeyStore& store, const Seed& seed) {
    std::map<std::string, SeedTenant> tenants;
    for (const auto& tenant : seed.tenants) tenants.emplace(tenant.facts.name, tenant);
    const auto require = [&](const std::string& name, const std::string& origin) {
        if (tenants.contains(name)) return;
        const auto* stored = store.find_tenant_by_name(name);
        if (!stored) refuse(origin, "there is no tenant named \"" + name + "\"; the seed's \"tenants\" can make it");
        tenants.emplace(name, SeedTenant{stored->facts, origin});
    };
    for (const auto& credential : seed.credentials) require(credential.config.tenant, credential.origin);
    for (const auto& key : seed.keys) require(key.tenant, key.origin);
    return tenants;
}

WholePlan make_plan(const service::Services& services, const Seed& seed, Existing existing, Others others) {
    const auto& store = services.store;
    const auto guard = store.read();
    const auto tenants = tenants_of(store, seed);
    WholePlan whole;
    if (others == Others::go) {
        for (const auto* stored : store.tenants()) {
            if (tenants.contains(stored->facts.name)) continue;
            whole.steps.push_back(
                {SeedStep::Kind::remove, "tenant", stored->facts.name, stored->facts.id.text(), {}, {}});
            Changes removal;
            removal.emplace_back(store::RemoveTenant{});
            TenantCommits removed{stored->facts.id, {}};
            removed.commits.push_back(std::move(removal));
            whole.tenants.push_back(std::move(removed));
        }
    }
    std::map<std::string, TenantPlan> plans;
    for (const auto& [name, tenant] : tenants)
        plans.try_emplace(name, services, tenant.facts, existing, others).first->second.add(tenant);
    for (const auto& credential : seed.credentials) plans.at(credential.config.tenant).add(credential);
    for (const auto& key : seed.keys) plans.at(key.tenant).add(key);
    for (auto& [name, plan] : plans) {
        whole.tenants.push_back({tenants.at(name).facts.id, plan.finish()});
        std::ranges::move(plan.steps, std::back_inserter(whole.steps));
    }
    return whole;
}

// False when somebody else changed something in between.
bool commit_plan(service::Services& services, WholePlan& plan) {
    for (auto& [tenant, commits] : plan.tenants) {
        for (auto& changes : commits) {
            const auto done = services.store.commit(tenant, std::move(changes));
            if (done) continue;
            const auto code = done.error().code;
            const bool changed = code == ErrorCode::conflict || code == ErrorCode::key_not_found ||
                                 code == ErrorCode::alias_not_found || code == ErrorCode::credential_unknown;
            if (changed) return false;
            throw StartupError{ExitCode::failed, "the store cannot be changed: " + std::string{name_of(code)}};
        }
    }
    return true;
}

}  // namespace

std::vector<SeedStep> plan_seed(const service::Services& services, const Seed& seed, Existing existing, Others others) {
    return make_plan(services, seed, existing, others).steps;
}

std::vector<SeedStep> apply_seed(service::Services& services, const Seed& seed, Existing existing, Others others) {
    constexpr int kMostTries = 20;
    std::vector<SeedStep> first;
    for (int i = 0; i < kMostTries; ++i) {
        auto plan = make_plan(services, seed, existing, others);
        if (i == 0) first = plan.steps;
        if (commit_plan(services, plan)) return first;
    }
    throw StartupError{ExitCode::conflict,
                       "the seed cannot be applied: a name in it is taken, or others keep changing the same keys"};
}

}  // namespace tandem::app
