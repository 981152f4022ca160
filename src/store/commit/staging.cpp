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
    for (const auto& [space, more] : from) into[space] += more;
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
        const auto& [space, id] = place;
        if (object) {
            index.put_object(*space, std::move(object), kind);
        } else {
            index.remove_object(*space, id, kind);
        }
    }
}

std::shared_ptr<const Tenant> Staging::find_tenant(const TenantId& id) const {
    if (const auto found = tenants_.find(id); found != tenants_.end()) return found->second;
    if (below_ != nullptr) return below_->find_tenant(id);
    const Tenant* tenant = index_.find_tenant(id);
    return tenant == nullptr ? nullptr : index_.share(*tenant);
}

std::shared_ptr<const KeySpace> Staging::find_space(const KeySpaceId& id) const {
    if (const auto found = spaces_.find(id); found != spaces_.end()) return found->second;
    if (below_ != nullptr) return below_->find_space(id);
    const KeySpace* space = index_.find_space(id);
    return space == nullptr ? nullptr : index_.share(*space);
}

bool Staging::has_space(const TenantId& tenant, std::string_view region) const {
    const bool is_here = std::ranges::any_of(
        spaces_, [&](const auto& one) { return one.second->tenant_id == tenant && one.second->region == region; });
    if (is_here) return true;
    return below_ != nullptr ? below_->has_space(tenant, region) : index_.find_space(tenant, region) != nullptr;
}

std::size_t Staging::space_count(const TenantId& tenant) const {
    const auto is_of = [&](const KeySpace& space) { return space.tenant_id == tenant; };
    const auto here = std::ranges::count_if(spaces_, [&](const auto& one) { return is_of(*one.second); });
    if (below_ != nullptr) return below_->space_count(tenant) + static_cast<std::size_t>(here);
    const auto shown = std::ranges::count_if(index_.spaces(), [&](const KeySpace* one) { return is_of(*one); });
    return static_cast<std::size_t>(here + shown);
}

const Key* Staging::find_key(const KeySpace& space, const KeyId& id) const {
    if (const auto found = keys_.find({&space, id}); found != keys_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_key(space, id) : space.contents().find(id);
}

const Alias* Staging::find_alias(const KeySpace& space, const std::string& name) const {
    if (const auto found = aliases_.find({&space, name}); found != aliases_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_alias(space, name) : space.contents().find_alias(name);
}

const Credential* Staging::find_credential(const std::string& id) const {
    if (const auto found = credentials_.find(id); found != credentials_.end()) return found->second.get();
    return below_ != nullptr ? below_->find_credential(id) : index_.find_credential(id);
}

std::set<std::string> Staging::alias_names_of(const KeySpace& space, const KeyId& key) const {
    std::set<std::string> names;
    if (below_ != nullptr) {
        names = below_->alias_names_of(space, key);
    } else {
        for (const Alias* alias : space.contents().aliases_of(key)) names.insert(alias->name.str());
    }
    std::erase_if(names, [&](const std::string& name) { return aliases_.contains({&space, name}); });
    for (auto at = aliases_of_key_.lower_bound({&space, key, {}}); at != aliases_of_key_.end(); ++at) {
        if (std::get<0>(*at) != &space || std::get<1>(*at) != key) break;
        const Alias* alias = aliases_.at({&space, std::get<2>(*at)}).get();
        if (alias != nullptr && alias->key == key) names.insert(alias->name.str());
    }
    return names;
}

std::size_t Staging::key_count(const KeySpace& space) const {
    const auto here = key_growth_.find(&space);
    const std::size_t below = below_ != nullptr ? below_->key_count(space) : space.contents().key_count();
    return below + static_cast<std::size_t>(here == key_growth_.end() ? 0 : here->second);
}

bool Staging::is_taken(const KeySpace& space, const keys::KeyName& name) const {
    if (key_names_.contains({&space, name.letters})) return true;
    return below_ != nullptr ? below_->is_taken(space, name) : space.contents().find(name) != nullptr;
}

bool Staging::is_taken(const std::string& tenant_name) const {
    if (std::ranges::any_of(tenants_, [&](const auto& one) { return one.second->facts.name == tenant_name; }))
        return true;
    return below_ != nullptr ? below_->is_taken(tenant_name) : index_.find_tenant_by_name(tenant_name) != nullptr;
}

void Staging::put(std::shared_ptr<const Tenant> tenant) {
    put(std::shared_ptr<const KeySpace>{tenant});
    const TenantId id = tenant->facts.id;
    tenants_.insert_or_assign(id, std::move(tenant));
}
void Staging::put(std::shared_ptr<const KeySpace> space) {
    const KeySpaceId id = space->id;
    spaces_.insert_or_assign(id, std::move(space));
}
void Staging::put(const KeySpace& space, std::unique_ptr<const Key> key) {
    key_names_.emplace(&space, key->name.letters);
    const KeyId id = key->id;
    if (find_key(space, id) == nullptr) ++key_growth_[&space];
    keys_.insert_or_assign({&space, id}, std::move(key));
}
void Staging::put(const KeySpace& space, std::unique_ptr<const Alias> alias) {
    std::string name = alias->name.str();
    aliases_of_key_.emplace(&space, alias->key, name);
    aliases_.insert_or_assign({&space, std::move(name)}, std::move(alias));
}
void Staging::put(std::unique_ptr<const Credential> credential) {
    std::string id = credential->facts.id;
    credentials_.insert_or_assign(std::move(id), std::move(credential));
}
void Staging::remove_key(const KeySpace& space, const KeyId& id) {
    if (find_key(space, id) != nullptr) --key_growth_[&space];
    keys_.insert_or_assign({&space, id}, nullptr);
}
void Staging::remove_alias(const KeySpace& space, const std::string& name) {
    aliases_.insert_or_assign({&space, name}, nullptr);
}
void Staging::remove_credential(const std::string& id) { credentials_.insert_or_assign(id, nullptr); }

void Staging::merge(Staging&& commit) {
    take(tenants_, commit.tenants_);
    take(spaces_, commit.spaces_);
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
    if (commit.removed_tenant_ != nullptr) removed_tenant_ = commit.removed_tenant_;
    if (commit.removed_space_ != nullptr) removed_space_ = commit.removed_space_;
}

void Staging::publish() && {
    // An alias never shows before its key, nor a key's end before those of its aliases.
    for (auto& [id, tenant] : tenants_) index_.put(std::move(tenant));
    for (auto& [id, space] : spaces_) {
        if (!space->region.empty()) index_.put(std::move(space));
    }
    std::vector<KeyPlace> removed_keys;
    for (auto& [place, key] : keys_) {
        if (key) {
            index_.put(*place.first, std::move(key));
        } else if (place.first->contents().find(place.second) != nullptr) {
            removed_keys.push_back(place);
        }
    }
    for (auto& [place, alias] : aliases_) {
        const auto& [space, name] = place;
        if (alias) {
            space->contents().put(std::move(alias));
        } else if (space->contents().find_alias(name) != nullptr) {
            space->contents().remove_alias(name);
        }
    }
    ObjectTypes::for_each([&]<class T>(T*) { std::get<StagedObjects<T>>(objects_).publish(index_, KindOf<T>{}); });
    for (auto& [row, staged] : records_) staged.publish(index_, KindOf<Record>{*row});
    for (const auto& [space, id] : removed_keys) index_.remove_key(*space, id);
    for (auto& [id, credential] : credentials_) {
        if (credential) {
            index_.put(std::move(credential));
        } else if (index_.find_credential(id) != nullptr) {
            index_.remove_credential(id);
        }
    }
    if (removed_tenant_ != nullptr) index_.remove_tenant(*removed_tenant_);
    if (removed_space_ != nullptr) index_.remove_space(*removed_space_);
}

}  // namespace tandem::store
