#include "seed_plan.hpp"

#include "tandem/app/stored_identities.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/tenants.hpp"
#include "tandem/store/imported_memory.hpp"

#include "tenant_plan.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace tandem::standin {
namespace {

struct WholePlan {
    std::vector<SeedStep> steps;
    std::vector<SpaceCommit> commits;  // in their order
};

template <class Visit>
void for_each_object(const Seed& seed, const Visit& visit) {
    SeedTypes::for_each([&]<class T>(T*) {
        for (const SeedObject<T>& object : seed.of<T>()) visit(object);
    });
}

template <class T>
void resolve_object(const store::KeySpace& space, SeedObject<T>& object) {
    const T* stored = store::Objects<T>{space}.find(object.object.id);
    if (stored == nullptr) return;
    object.object = object.resolved_by(*stored);
    object.relative_dates = false;
    if (!object.random_secret) return;
    auto secret = store::Objects<T>{space}.open_secret(*stored);
    if (!secret || secret->size() != object.secret.size()) return;
    object.secret = std::move(*secret);
    object.random_secret = false;
}

// The tenant as the seed and the store have it together.
SeedTenant resolved(const store::KeyStore& store, const SeedTenant& given) {
    SeedTenant tenant = given;
    const auto* stored = store.find_tenant_by_name(tenant.facts.name);
    if (tenant.is_region()) {
        const auto* space = stored == nullptr ? nullptr : store.find_key_space(*stored, tenant.place.region);
        if (space != nullptr && !tenant.stated.id) tenant.place.id = space->id;
        return tenant;
    }
    if (stored != nullptr) tenant.facts = app::resolved_by(tenant.facts, tenant.stated, stored->facts);
    tenant.place = store::own_space(tenant.facts.id);
    return tenant;
}

// The facts of a region's tenant are that tenant's, whatever the seed says of them.
void resolve_regions(const store::KeyStore& store, std::map<std::string, SeedTenant>& tenants) {
    for (auto& [name, tenant] : tenants) {
        if (!tenant.is_region()) continue;
        const auto wanted = tenants.find(tenant.facts.name);
        const auto* stored = store.find_tenant_by_name(tenant.facts.name);
        if (wanted == tenants.end() && stored == nullptr)
            throw UserError{
                UserError::conflict,
                {.place = tenant.origin,
                 .text = "there is no tenant named \"" + tenant.facts.name + "\" whose key space this could be"}};
        tenant.facts = wanted != tenants.end() ? wanted->second.facts : stored->facts;
        tenant.place.tenant_id = tenant.facts.id;
    }
}

// Tenants that the seed speaks of without describing them must be stored.
std::map<std::string, SeedTenant> tenants_of(const store::KeyStore& store, const Seed& seed) {
    std::map<std::string, SeedTenant> tenants;
    for (const auto& tenant : seed.tenants) tenants.emplace(tenant.name(), resolved(store, tenant));
    const auto require = [&](const std::string& name, const std::string& origin) {
        if (tenants.contains(name)) return;
        const auto* stored = app::find_key_space(store, name);
        if (!stored)
            throw UserError{UserError::conflict,
                            {.place = origin,
                             .text = "there is no tenant named \"" + name + "\"",
                             .remedy = "the seed's \"tenants\" can make it"}};
        tenants.emplace(name, SeedTenant{stored->tenant().facts, origin, {}, *stored});
    };
    for (const auto& credential : seed.credentials) require(credential.config.tenant, credential.origin);
    for (const auto& key : seed.keys) require(key.tenant, key.origin);
    for_each_object(seed, [&](const auto& object) { require(object.tenant, object.origin); });
    resolve_regions(store, tenants);
    return tenants;
}

void remove_other_tenants(const store::KeyStore& store, const std::map<std::string, SeedTenant>& wanted,
                          WholePlan& whole) {
    for (const auto* stored : store.key_spaces()) {
        const std::string name = app::SpaceName::of(*stored).text();
        if (wanted.contains(name)) continue;
        whole.steps.push_back({SeedStep::Kind::remove, "tenant", name, stored->id.text(), {}, {}});
        const bool goes_with_tenant = !stored->region.empty() && !wanted.contains(stored->tenant().facts.name);
        if (goes_with_tenant) continue;
        std::vector<store::Change> removal;
        if (stored->region.empty()) removal.emplace_back(store::RemoveTenant{});
        if (!stored->region.empty()) removal.emplace_back(store::RemoveKeySpace{});
        whole.commits.push_back({*stored, std::move(removal)});
    }
}

WholePlan make_plan(const service::Services& services, const Seed& seed, Existing existing, Others others) {
    const auto guard = services.store.read();
    const auto tenants = tenants_of(services.store, seed);
    WholePlan whole;
    if (others == Others::go) remove_other_tenants(services.store, tenants, whole);

    std::map<std::string, TenantPlan> plans;
    for (const auto& [name, tenant] : tenants) plans.try_emplace(name, services, tenant, existing, others);
    for (const auto& credential : seed.credentials) plans.at(credential.config.tenant).announce(credential);
    for (const auto& key : seed.keys) plans.at(key.tenant).announce(key);
    for_each_object(seed, [&](const auto& object) { plans.at(object.tenant).announce(object); });
    for (const auto& [name, tenant] : tenants) plans.at(name).add_tenant();
    for (const auto& credential : seed.credentials) plans.at(credential.config.tenant).add(credential);
    for (const auto& key : seed.keys) plans.at(key.tenant).add(key);
    for_each_object(seed, [&](const auto& object) { plans.at(object.tenant).add(object); });

    for (auto& [name, plan] : plans) {
        if (others == Others::go) plan.remove_others();
        std::ranges::move(plan.steps, std::back_inserter(whole.steps));
        std::ranges::move(plan.removals(), std::back_inserter(whole.commits));
    }
    for (auto& [name, plan] : plans) std::ranges::move(plan.additions(), std::back_inserter(whole.commits));
    return whole;
}

// False when somebody else changed something in between.
bool commit_plan(service::Services& services, WholePlan& plan) {
    for (auto& [space, changes] : plan.commits) {
        const auto done = services.store.commit(space, std::move(changes));
        if (done) continue;
        const auto code = done.error().code;
        const bool changed = code == ErrorCode::conflict || code == ErrorCode::key_not_found ||
                             code == ErrorCode::alias_not_found || code == ErrorCode::credential_unknown;
        if (changed) return false;
        throw UserError{UserError::failed, "the store cannot be changed: " + std::string{name_of(code)}};
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
    throw UserError{UserError::conflict,
                    "the seed cannot be applied: an id or name in it is taken, or others keep changing the same keys"};
}

void resolve_aliases(const store::KeyStore& store, const store::KeySpace& space, SeedKey& key) {
    if (!key.relative_dates) return;
    for (auto& alias : key.aliases) {
        const auto* known = store.find_alias(space, alias.name);
        if (known && known->key == alias.key) alias = *known;
    }
}

void resolve_seed(const service::Services& services, Seed& seed) {
    const auto& store = services.store;
    const auto guard = store.read();
    for (auto& tenant : seed.tenants) {
        tenant = resolved(store, tenant);
        tenant.stated = {};
    }
    SeedTypes::for_each([&]<class T>(T*) {
        for (SeedObject<T>& object : seed.of<T>())
            if (const auto* space = app::find_key_space(store, object.tenant)) resolve_object(*space, object);
    });
    for (auto& key : seed.keys) {
        const auto* space = app::find_key_space(store, key.tenant);
        const auto* stored = space ? store.find_key(*space, key.facts.id) : nullptr;
        if (!stored) continue;
        resolve_aliases(store, *space, key);
        key = key.resolved_by(*stored);
        key.has_name = true;
        key.relative_dates = false;
        if (stored->spec != key.facts.spec) continue;
        for (std::size_t i = 0; i < std::min(key.versions.size(), stored->versions.size()); ++i) {
            if (!key.versions[i].random || !store::has_material(stored->versions[i])) continue;
            auto material = store.export_material(*space, *stored, stored->versions[i]);
            if (!material) continue;
            key.versions[i] = {key.versions[i].created, std::move(*material),
                               to_bytes(stored->versions[i].public_key()), false};
        }
    }
}

}  // namespace tandem::standin
