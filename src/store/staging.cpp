#include "staging.hpp"

#include <algorithm>

namespace tandem::store {
namespace {

template <class Place, class Entry>
void take(std::map<Place, Entry>& into, std::map<Place, Entry>& from) {
    for (auto& [place, entry] : from) into.insert_or_assign(place, std::move(entry));
}

template <class Growth>
void add(Growth& into, const Growth& from) {
    for (const auto& [tenant, more] : from) into[tenant] += more;
}

}  // namespace

template <class T>
void Staging::StagedObjects<T>::merge(StagedObjects&& commit) {
    take(by_id, commit.by_id);
    of_key.merge(commit.of_key);
    named.merge(commit.named);
    add(growth, commit.growth);
}

template <class T>
void Staging::StagedObjects<T>::publish(Index& index, KindOf<T> kind) {
    for (auto& [place, object] : by_id) {
        const auto& [tenant, id] = place;
        if (object) {
            index.put_object(*tenant, std::move(object), kind);
        } else {
            index.remove_object(*tenant, id, kind);
        }
    }
}

std::shared_ptr<const Tenant> Staging::find_tenant(const TenantId& id) const {
    if (const auto found = tenants_.find(id); found != tenants_.end()) return found->second;
    if (below_ != nullptr) return below_->find_tenant(id);
    const Tenant* tenant = index_.find_tenant(id);
    return tenant == nullptr ? nullptr : index_.share(*tenant);
}

const Key* Staging::find_key(const Tenant& tenant, const KeyId& id) const {
    if (const auto found = keys_.find({&tenant, id}); found != keys_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_key(tenant, id) : tenant.keys->find(id);
}

const Alias* Staging::find_alias(const Tenant& tenant, const std::string& name) const {
    if (const auto found = aliases_.find({&tenant, name}); found != aliases_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_alias(tenant, name) : tenant.keys->find_alias(name);
}

const Credential* Staging::find_credential(const std::string& id) const {
    if (const auto found = credentials_.find(id); found != credentials_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_credential(id) : index_.find_credential(id);
}

std::set<std::string> Staging::alias_names_of(const Tenant& tenant, const KeyId& key) const {
    std::set<std::string> names;
    if (below_ != nullptr) {
        names = below_->alias_names_of(tenant, key);
    } else {
        for (const Alias* alias : tenant.keys->aliases_of(key)) names.insert(alias->name.str());
    }
    std::erase_if(names, [&](const std::string& name) { return aliases_.contains({&tenant, name}); });
    for (auto at = aliases_of_key_.lower_bound({&tenant, key, {}}); at != aliases_of_key_.end(); ++at) {
        if (std::get<0>(*at) != &tenant || std::get<1>(*at) != key) break;
        const Alias* alias = aliases_.at({&tenant, std::get<2>(*at)}).get();
        if (alias != nullptr && alias->key == key) names.insert(alias->name.str());
    }
    return names;
}

std::size_t Staging::key_count(const Tenant& tenant) const {
    const auto here = key_growth_.find(&tenant);
    const std::size_t below = below_ != nullptr ? below_->key_count(tenant) : tenant.keys->key_count();
    return below + static_cast<std::size_t>(here == key_growth_.end() ? 0 : here->second);
}

bool Staging::is_taken(const Tenant& tenant, const keys::KeyName& name) const {
    if (key_names_.contains({&tenant, name.letters})) return true;
    return below_ != nullptr ? below_->is_taken(tenant, name) : tenant.keys->find(name) != nullptr;
}

bool Staging::is_taken(const std::string& tenant_name) const {
    if (std::ranges::any_of(tenants_, [&](const auto& one) { return one.second->facts.name == tenant_name; }))
        return true;
    return below_ != nullptr ? below_->is_taken(tenant_name) : index_.find_tenant_by_name(tenant_name) != nullptr;
}

void Staging::put(std::shared_ptr<const Tenant> tenant) {
    const TenantId id = tenant->facts.id;
    tenants_.insert_or_assign(id, std::move(tenant));
}
void Staging::put(const Tenant& tenant, std::unique_ptr<const Key> key) {
    key_names_.emplace(&tenant, key->name.letters);
    const KeyId id = key->id;
    if (find_key(tenant, id) == nullptr) ++key_growth_[&tenant];
    keys_.insert_or_assign({&tenant, id}, std::move(key));
}
void Staging::put(const Tenant& tenant, std::unique_ptr<const Alias> alias) {
    std::string name = alias->name.str();
    aliases_of_key_.emplace(&tenant, alias->key, name);
    aliases_.insert_or_assign({&tenant, std::move(name)}, std::move(alias));
}
void Staging::put(std::unique_ptr<const Credential> credential) {
    std::string id = credential->facts.id;
    credentials_.insert_or_assign(std::move(id), std::move(credential));
}
void Staging::remove_key(const Tenant& tenant, const KeyId& id) {
    if (find_key(tenant, id) != nullptr) --key_growth_[&tenant];
    keys_.insert_or_assign({&tenant, id}, nullptr);
}
void Staging::remove_alias(const Tenant& tenant, const std::string& name) {
    aliases_.insert_or_assign({&tenant, name}, nullptr);
}
void Staging::remove_credential(const std::string& id) { credentials_.insert_or_assign(id, nullptr); }

void Staging::merge(Staging&& commit) {
    take(tenants_, commit.tenants_);
    take(keys_, commit.keys_);
    add(key_growth_, commit.key_growth_);
    take(aliases_, commit.aliases_);
    aliases_of_key_.merge(commit.aliases_of_key_);
    take(credentials_, commit.credentials_);
    ObjectTypes::for_each([&]<class T>(T*) {
        std::get<StagedObjects<T>>(objects_).merge(std::get<StagedObjects<T>>(std::move(commit.objects_)));
    });
    for (auto& [row, staged] : commit.records_) records_[row].merge(std::move(staged));
    key_names_.merge(commit.key_names_);
    if (commit.removed_tenant_) removed_tenant_ = commit.removed_tenant_;
}

void Staging::publish() && {
    // An alias never shows before its key, nor a key's end before those of its aliases.
    for (auto& [id, tenant] : tenants_) index_.put(std::move(tenant));
    std::vector<KeyPlace> removed_keys;
    for (auto& [place, key] : keys_) {
        if (key) {
            index_.put(*place.first, std::move(key));
        } else if (place.first->keys->find(place.second) != nullptr) {
            removed_keys.push_back(place);
        }
    }
    for (auto& [place, alias] : aliases_) {
        const auto& [tenant, name] = place;
        if (alias) {
            tenant->keys->put(std::move(alias));
        } else if (tenant->keys->find_alias(name) != nullptr) {
            tenant->keys->remove_alias(name);
        }
    }
    ObjectTypes::for_each([&]<class T>(T*) { std::get<StagedObjects<T>>(objects_).publish(index_, KindOf<T>{}); });
    for (auto& [row, staged] : records_) staged.publish(index_, KindOf<Record>{*row});
    for (const auto& [tenant, id] : removed_keys) index_.remove_key(*tenant, id);
    for (auto& [id, credential] : credentials_) {
        if (credential) {
            index_.put(std::move(credential));
        } else if (index_.find_credential(id) != nullptr) {
            index_.remove_credential(id);
        }
    }
    if (removed_tenant_) index_.remove_tenant(*removed_tenant_);
}

}  // namespace tandem::store
