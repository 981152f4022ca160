#pragma once
// What a commit, or a batch of commits, will change in the index once its rows are durable. Lookups go through to what
// lies below: a commit's staging lies on its batch's, and that on the index. Used by the storage thread alone.

#include "index.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace tandem::store {

class Staging {
  public:
    explicit Staging(Index& index, const Staging* below = nullptr) : index_(index), below_(below) {}
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    // As the changes staged so far leave it; nullptr when absent.
    [[nodiscard]] std::shared_ptr<const Tenant> find_tenant(const TenantId& id) const;
    [[nodiscard]] const Key* find_key(const Tenant& tenant, const KeyId& id) const;
    [[nodiscard]] const Alias* find_alias(const Tenant& tenant, const std::string& name) const;
    [[nodiscard]] const Credential* find_credential(const std::string& id) const;
    [[nodiscard]] std::set<std::string> alias_names_of(const Tenant& tenant, const KeyId& key) const;
    // A name stays taken until the batch that removes its key is published.
    [[nodiscard]] bool is_taken(const Tenant& tenant, const keys::KeyName& name) const;
    [[nodiscard]] bool is_taken(const std::string& tenant_name) const;

    template <class T>
    [[nodiscard]] const T* find_object(const Tenant& tenant, const ObjectId& id) const;
    template <class T>
    [[nodiscard]] const T* find_object_named(const Tenant& tenant, std::string_view name) const;
    template <class T>
    [[nodiscard]] std::set<ObjectId> objects_of(const Tenant& tenant, const KeyId& key) const;

    void put(std::shared_ptr<const Tenant> tenant);
    void put(const Tenant& tenant, std::unique_ptr<const Key> key);
    void put(const Tenant& tenant, std::unique_ptr<const Alias> alias);
    void put(std::unique_ptr<const Credential> credential);
    void remove_key(const Tenant& tenant, const KeyId& id);
    void remove_alias(const Tenant& tenant, const std::string& name);
    void remove_credential(const std::string& id);
    template <class T>
    void put_object(const Tenant& tenant, std::unique_ptr<const T> object) {
        const ObjectId id = object->id;
        std::get<StagedObjects<T>>(objects_).insert_or_assign({&tenant, id}, std::move(object));
    }
    template <class T>
    void remove_object(const Tenant& tenant, const ObjectId& id) {
        std::get<StagedObjects<T>>(objects_).insert_or_assign({&tenant, id}, nullptr);
    }
    // The only change of its batch.
    void remove_tenant(const Tenant& tenant) { removed_tenant_ = tenant.facts.id; }

    [[nodiscard]] Index& index() const noexcept { return index_; }
    // Takes over what a commit on this one staged.
    void merge(Staging&& commit);
    // Shows everything to readers.
    void publish() &&;

  private:
    using KeyPlace = std::pair<const Tenant*, KeyId>;
    using AliasPlace = std::pair<const Tenant*, std::string>;
    template <class T>
    using StagedObjects = std::map<std::pair<const Tenant*, ObjectId>, std::unique_ptr<const T>>;

    Index& index_;
    const Staging* below_;
    // nullptr: removed
    std::map<TenantId, std::shared_ptr<const Tenant>> tenants_;
    std::map<KeyPlace, std::unique_ptr<const Key>> keys_;
    std::map<AliasPlace, std::unique_ptr<const Alias>> aliases_;
    std::map<std::string, std::unique_ptr<const Credential>> credentials_;
    ObjectTypes::TupleOf<StagedObjects> objects_;
    std::set<std::pair<const Tenant*, std::array<char, 8>>> key_names_;
    std::optional<TenantId> removed_tenant_;
};

template <class T>
const T* Staging::find_object(const Tenant& tenant, const ObjectId& id) const {
    const auto& staged = std::get<StagedObjects<T>>(objects_);
    if (const auto found = staged.find({&tenant, id}); found != staged.end()) return found->second.get();
    return below_ != nullptr ? below_->find_object<T>(tenant, id) : tenant.keys->objects<T>().find(id);
}

template <class T>
const T* Staging::find_object_named(const Tenant& tenant, std::string_view name) const {
    // What a layer below has may be changed or removed above.
    const auto still_there = [&](const T* object) { return find_object<T>(tenant, object->id) == object; };
    for (const Staging* layer = this; layer != nullptr; layer = layer->below_) {
        for (const auto& [place, object] : std::get<StagedObjects<T>>(layer->objects_)) {
            if (object && place.first == &tenant && object->name == name && still_there(object.get()))
                return object.get();
        }
    }
    const T* shown = tenant.keys->objects<T>().find_named(name);
    return shown != nullptr && still_there(shown) ? shown : nullptr;
}

template <class T>
std::set<ObjectId> Staging::objects_of(const Tenant& tenant, const KeyId& key) const {
    std::set<ObjectId> ids;
    if (below_ != nullptr) {
        ids = below_->objects_of<T>(tenant, key);
    } else {
        for (const T* object : tenant.keys->objects<T>().of_key(key)) ids.insert(object->id);
    }
    for (const auto& [place, object] : std::get<StagedObjects<T>>(objects_)) {
        if (place.first != &tenant) continue;
        if (object && object->key == key) {
            ids.insert(place.second);
        } else {
            ids.erase(place.second);
        }
    }
    return ids;
}

}  // namespace tandem::store
