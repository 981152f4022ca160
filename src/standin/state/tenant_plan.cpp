#include "tenant_plan.hpp"

#include "tandem/app/stored_identities.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/keystores.hpp"
#include "tandem/store/imported_memory.hpp"

#include "seeds/attributes.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::standin {
namespace {

[[noreturn]] void refuse(const std::string& origin, const std::string& message) {
    throw UserError{UserError::conflict, {.place = origin, .text = message}};
}

// ---- comparing ----

void note(std::string& detail, std::string_view what) { detail.append(detail.empty() ? "" : ", ").append(what); }

std::string key_difference(const store::Key& stored, const SeedKey& wanted) {
    std::string detail;
    const auto& now = stored.settings;
    const auto& then = wanted.facts.settings;
    if (stored.spec != wanted.facts.spec) note(detail, "spec");
    if (stored.name != wanted.facts.name) note(detail, "name");
    if (now.state != then.state) note(detail, "state");
    if (now.description != then.description) note(detail, "description");
    if (now.primary_alias != then.primary_alias) note(detail, "alias");
    if (stored.usage != wanted.facts.usage) note(detail, "usage");
    if (stored.origin != wanted.facts.origin) note(detail, "origin");
    if (now.state == then.state && now.deletion_date != then.deletion_date) note(detail, "delete_after");
    if (stored.created != wanted.facts.created) note(detail, "created");
    const auto attributes = different_attributes(*now.attributes, *then.attributes);
    if (!attributes.empty()) note(detail, attributes);
    if (now.attributes->imported_fingerprints != then.attributes->imported_fingerprints)
        note(detail, "material that was imported");
    return detail;
}

template <class Aliases>
std::set<std::string> names_of(const Aliases& aliases) {
    std::set<std::string> names;
    for (const auto& alias : aliases) {
        if constexpr (requires { alias->name; })
            names.insert(alias->name.str());
        else
            names.insert(alias.name.str());
    }
    return names;
}

// Where the seed says that any material will do, what is stored stays.
bool any_will_do(const SeedKey& wanted, std::size_t version, const store::Key& stored) {
    return wanted.versions[version].random && stored.spec == wanted.facts.spec && version < stored.versions.size() &&
           store::has_material(stored.versions[version]);
}

}  // namespace

void TenantPlan::step(SeedStep::Kind kind, std::string what, std::string id, std::string name, std::string detail) {
    steps.push_back({kind, std::move(what), wanted_.name(), std::move(id), std::move(name), std::move(detail)});
}

// ---- the tenant ----

// A region differs by the id alone: all else is its tenant's.
std::string TenantPlan::difference_of_tenants() const {
    if (!wanted_.is_region()) return app::contradictions(wanted_.facts, space_->tenant().facts);
    if (space_->id == wanted_.place.id) return {};
    return "id is " + wanted_.place.id.text() + " in the document and " + space_->id.text() + " in the database";
}

void TenantPlan::add_tenant() {
    space_ = app::find_key_space(store_, wanted_.name());
    // Another tenant of that name brings a new key space.
    const bool goes_with_tenant =
        space_ != nullptr && wanted_.is_region() && !app::contradictions(wanted_.facts, space_->tenant().facts).empty();
    if (goes_with_tenant) space_ = nullptr;
    const auto different = space_ ? difference_of_tenants() : std::string{};
    const bool differs = !different.empty();
    if (differs && others_ == Others::stay)
        refuse(wanted_.origin,
               "tenant " + wanted_.name() + ": " + different +
                   ". The ids of a stored tenant cannot change; what a document leaves out is as stored");
    if (differs) {
        Changes removal;
        if (wanted_.is_region()) removal.emplace_back(store::RemoveKeySpace{});
        if (!wanted_.is_region()) removal.emplace_back(store::RemoveTenant{});
        removed_space_.push_back({*space_, std::move(removal)});
        space_ = nullptr;
    }
    creates_space_ = space_ == nullptr;
    const auto kind = differs ? SeedStep::Kind::change : creates_space_ ? SeedStep::Kind::create : SeedStep::Kind::same;
    step(kind, "tenant", wanted_.place.id.text(), wanted_.name(), differs ? "ids" : "");
}

// ---- keys ----

void TenantPlan::add(const SeedKey& given) {
    const auto* stored = space_ ? store_.find_key(*space_, given.facts.id) : nullptr;
    const auto alias = given.facts.settings.primary_alias.str();
    const SeedKey wanted = resolved(given, stored);
    if (!stored) {
        put(wanted, wanted.versions, nullptr);
        return step(SeedStep::Kind::create, "key", given.facts.id.text(), alias);
    }
    std::string detail;
    if (existing_ != Existing::keep) detail = compare(*stored, wanted);
    if (detail.empty()) return step(SeedStep::Kind::same, "key", wanted.facts.id.text(), alias);
    put(wanted, versions_for(*stored, wanted), stored);
    step(SeedStep::Kind::change, "key", wanted.facts.id.text(), alias, detail);
}

std::string TenantPlan::compare(const store::Key& stored, const SeedKey& wanted) const {
    if (stored.spec != wanted.facts.spec && existing_ == Existing::update)
        refuse(wanted.origin,
               "key " + wanted.facts.id.text() + " is stored with the spec " + std::string{keys::name_of(stored.spec)});
    auto detail = key_difference(stored, wanted);
    if (names_of(store_.aliases_of(*space_, stored.id)) != names_of(wanted.aliases)) note(detail, "aliases");
    if (same_material(stored, wanted)) return detail;
    if (existing_ == Existing::update)
        refuse(wanted.origin, "key " + wanted.facts.id.text() + " is stored with other material");
    note(detail, "material");
    return detail;
}

bool TenantPlan::same_material(const store::Key& stored, const SeedKey& wanted) const {
    if (stored.versions.size() != wanted.versions.size()) return false;
    for (std::size_t i = 0; i < wanted.versions.size(); ++i) {
        if (any_will_do(wanted, i, stored)) continue;
        const auto material = store_.export_material(*space_, stored, stored.versions[i]);
        if (!material || *material != wanted.versions[i].material) return false;
    }
    return true;
}

std::vector<SeedVersion> TenantPlan::versions_for(const store::Key& stored, const SeedKey& wanted) const {
    std::vector<SeedVersion> versions;
    for (std::size_t i = 0; i < wanted.versions.size(); ++i) {
        versions.push_back(wanted.versions[i].clone());
        if (!any_will_do(wanted, i, stored)) continue;
        auto material = store_.export_material(*space_, stored, stored.versions[i]);
        if (!material) continue;
        versions.back().material = std::move(*material);
        versions.back().public_key = to_bytes(stored.versions[i].public_key());
    }
    return versions;
}

bool TenantPlan::is_rewritten(const KeyId& id) const {
    return wanted_keys_.contains(id) ? existing_ != Existing::keep : others_ == Others::go;
}

void TenantPlan::check_name(const SeedKey& wanted) const {
    const auto* other = space_ ? store_.find_key(*space_, wanted.facts.name) : nullptr;
    if (other && other->id != wanted.facts.id && !is_rewritten(other->id))
        refuse(wanted.origin, "the name " + wanted.facts.name.text() + " is another key's (" + other->id.text() + ")");
}

void TenantPlan::check_keystore(const SeedKey& wanted) const {
    const store::ObjectId& keystore = wanted.facts.settings.attributes->keystore;
    if (!service::is_dedicated(keystore) ||
        wanted_objects_.contains({store::kind_number<service::DedicatedKeystore>(), keystore}))
        return;
    const bool stays =
        others_ == Others::stay && space_ && store::Objects<service::DedicatedKeystore>{*space_}.find(keystore);
    if (!stays)
        refuse(wanted.origin,
               "key " + wanted.facts.id.text() + " is in the keystore " + keystore.text() + ", which is not there");
}

void TenantPlan::put(const SeedKey& wanted, const std::vector<SeedVersion>& versions, const store::Key* stored) {
    check_name(wanted);
    check_keystore(wanted);
    store::PutKey change{wanted.facts, {}};
    for (const auto& version : versions)
        change.versions.push_back({version.created, version.material.clone(), version.public_key});
    puts_.emplace_back(std::move(change));
    for (const auto& alias : wanted.aliases) put_alias(wanted, alias);
    if (!stored) return;
    if (stored->name != wanted.facts.name) {
        removals_.emplace_back(store::RemoveKey{stored->id, stored->revision});
        removed_keys_.insert(stored->id);
        put_objects_again(stored->id);
        return;
    }
    const auto names = names_of(wanted.aliases);
    for (const auto& name : names_of(store_.aliases_of(*space_, stored->id)))
        if (!names.contains(name)) removals_.emplace_back(store::RemoveAlias{name, stored->id});
}

void TenantPlan::put_alias(const SeedKey& wanted, const store::Alias& alias) {
    aliases_.emplace_back(store::PutAlias{alias, store::IfExists::replace});
    const auto* taken = space_ ? store_.find_alias(*space_, alias.name) : nullptr;
    if (!taken || taken->key == alias.key || is_rewritten(taken->key)) return;
    const auto* owner = store_.find_key(*space_, taken->key);
    if (existing_ != Existing::replace || !owner)
        refuse(wanted.origin, "the alias " + alias.name.str() + " is another key's (" + taken->key.text() + ")");
    if (owner->settings.primary_alias != alias.name) return;
    auto left = owner->settings;
    left.primary_alias.clear();
    aliases_.emplace_back(store::UpdateKey{owner->id, owner->revision, std::move(left)});
}

// ---- credentials ----

void TenantPlan::add(const SeedCredential& wanted) {
    const auto& config = wanted.config;
    auto facts = app::credential_facts(config, wanted_.facts.id);
    const auto* stored = store_.find_credential(config.id);
    const bool elsewhere = stored && (!space_ || stored->facts.tenant != wanted_.facts.id);
    if (elsewhere && others_ == Others::stay) refuse(wanted.origin, "credential " + config.id + " is another tenant's");
    if (elsewhere) stored = nullptr;  // it goes there
    if (stored && others_ == Others::stay) {
        facts.hold = stored->facts.hold;
        facts.held_since = stored->facts.held_since;
    }
    if (stored && (existing_ == Existing::keep || app::is_same_credential(*stored, facts, config.secret)))
        return step(SeedStep::Kind::same, "credential", config.id, {});
    if (stored && existing_ == Existing::update && stored->secret != config.secret)
        refuse(wanted.origin, "credential " + config.id + " is stored with another secret");
    credentials_.emplace_back(store::PutCredential{std::move(facts), config.secret.clone(), store::IfExists::replace});
    step(stored ? SeedStep::Kind::change : SeedStep::Kind::create, "credential", config.id, {});
}

// ---- commits ----

void TenantPlan::remove_others() {
    if (!space_) return;
    remove_other_objects();
    for (const auto* key : store_.keys(*space_)) {
        if (wanted_keys_.contains(key->id)) continue;
        removals_.emplace_back(store::RemoveKey{key->id, key->revision});
        step(SeedStep::Kind::remove, "key", key->id.text(), key->settings.primary_alias.str());
    }
    if (wanted_.is_region()) return;
    for (const auto* credential : store_.credentials()) {
        if (credential->facts.tenant != wanted_.facts.id || wanted_credentials_.contains(credential->facts.id))
            continue;
        removals_.emplace_back(store::RemoveCredential{credential->facts.id});
        step(SeedStep::Kind::remove, "credential", credential->facts.id, {});
    }
}

std::vector<SpaceCommit> TenantPlan::removals() {
    auto commits = std::move(removed_space_);
    // Objects first: those of a key go with it.
    std::ranges::move(removals_, std::back_inserter(object_removals_));
    if (!object_removals_.empty()) commits.push_back({wanted_.place, std::move(object_removals_)});
    return commits;
}

std::vector<SpaceCommit> TenantPlan::additions() {
    Changes all;
    if (creates_space_ && wanted_.is_region()) all.emplace_back(store::CreateKeySpace{});
    if (creates_space_ && !wanted_.is_region()) all.emplace_back(store::CreateTenant{wanted_.facts});
    for (auto* part : {&puts_, &aliases_, &objects_, &credentials_}) std::ranges::move(*part, std::back_inserter(all));
    std::vector<SpaceCommit> commits;
    if (!all.empty()) commits.push_back({wanted_.place, std::move(all)});
    return commits;
}

}  // namespace tandem::standin
