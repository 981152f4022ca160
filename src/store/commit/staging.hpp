#pragma once
// Changes that a commit, or a batch of commits, will make to the index once its rows are durable. Lookups go through to
// what lies below: a commit's staging lies on its batch's, and that on the index. Used by the storage thread alone.

#include "index/index.hpp"

#include <array>
#include <cstddef>
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

    // Entries as the changes staged so far leave them; nullptr when absent.
    [[nodiscard]] std::shared_ptr<const Tenant> find_tenant(const TenantId& id) const;
    [[nodiscard]] std::shared_ptr<const KeySpace> find_space(const KeySpaceId& id) const;
    [[nodiscard]] bool has_space(const TenantId& tenant, std::string_view region) const;
    // Its own among them.
    [[nodiscard]] std::size_t space_count(const TenantId& tenant) const;
    [[nodiscard]] const Key* find_key(const KeySpace& space, const KeyId& id) const;
    [[nodiscard]] const Alias* find_alias(const KeySpace& space, const std::string& name) const;
    [[nodiscard]] const Credential* find_credential(const std::string& id) const;
    [[nodiscard]] std::set<std::string> alias_names_of(const KeySpace& space, const KeyId& key) const;
    // A name stays taken until the batch that removes its key is published.
    [[nodiscard]] bool is_taken(const KeySpace& space, const keys::KeyName& name) const;
    [[nodiscard]] bool is_taken(const std::string& tenant_name) const;

    // The kind of a record is one of the index's own rows.
    template <class T>
    [[nodiscard]] const T* find_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind = {}) const;
    template <class T>
    [[nodiscard]] const T* find_object_named(const KeySpace& space, std::string_view name, KindOf<T> kind = {}) const;
    template <class T>
    [[nodiscard]] std::set<ObjectId> objects_of(const KeySpace& space, const KeyId& key, KindOf<T> kind = {}) const;
    // How many there are.
    [[nodiscard]] std::size_t key_count(const KeySpace& space) const;
    template <class T>
    [[nodiscard]] std::size_t object_count(const KeySpace& space, KindOf<T> kind = {}) const;

    void put(std::shared_ptr<const Tenant> tenant);
    void put(std::shared_ptr<const KeySpace> space);
    void put(const KeySpace& space, std::unique_ptr<const Key> key);
    void put(const KeySpace& space, std::unique_ptr<const Alias> alias);
    void put(std::unique_ptr<const Credential> credential);
    void remove_key(const KeySpace& space, const KeyId& id);
    void remove_alias(const KeySpace& space, const std::string& name);
    void remove_credential(const std::string& id);
    template <class T>
    void put_object(const KeySpace& space, std::unique_ptr<const T> object, KindOf<T> kind = {});
    template <class T>
    void remove_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind = {});
    // The only change of its batch, either.
    void remove_tenant(const Tenant& tenant) { removed_tenant_ = &tenant; }
    void remove_space(const KeySpace& space) { removed_space_ = &space; }

    [[nodiscard]] Index& index() const noexcept { return index_; }
    // Takes over what a commit on this one staged.
    void merge(Staging&& commit);
    // Shows everything to readers.
    void publish() &&;

  private:
    using KeyPlace = std::pair<const KeySpace*, KeyId>;
    using AliasPlace = std::pair<const KeySpace*, std::string>;
    // How many more there are than in the layer below.
    using Growth = std::map<const KeySpace*, std::ptrdiff_t>;
    template <class T>
    struct StagedObjects {
        std::map<std::pair<const KeySpace*, ObjectId>, std::unique_ptr<const T>> by_id;
        // Where to look: what stands there may be another by now.
        std::set<std::tuple<const KeySpace*, KeyId, ObjectId>> of_key;
        std::set<std::tuple<const KeySpace*, std::string, ObjectId>> named;
        Growth growth;

        void merge(StagedObjects&& commit);
        void publish(Index& index, KindOf<T> kind);
    };

    template <class T>
    [[nodiscard]] const StagedObjects<T>& staged(KindOf<T> kind) const {
        if constexpr (std::is_same_v<T, Record>) {
            static const StagedObjects<Record> kNothing;
            const auto found = records_.find(kind.row);
            return found == records_.end() ? kNothing : found->second;
        } else {
            return std::get<StagedObjects<T>>(objects_);
        }
    }
    template <class T>
    [[nodiscard]] StagedObjects<T>& staged(KindOf<T> kind) {
        if constexpr (std::is_same_v<T, Record>)
            return records_[kind.row];
        else
            return std::get<StagedObjects<T>>(objects_);
    }

    Index& index_;
    const Staging* below_;
    std::map<TenantId, std::shared_ptr<const Tenant>> tenants_;
    std::map<KeySpaceId, std::shared_ptr<const KeySpace>> spaces_;  // the tenants' own among them
    // nullptr: removed
    std::map<KeyPlace, std::unique_ptr<const Key>> keys_;
    Growth key_growth_;
    std::map<AliasPlace, std::unique_ptr<const Alias>> aliases_;
    std::set<std::tuple<const KeySpace*, KeyId, std::string>> aliases_of_key_;  // where to look
    std::map<std::string, std::unique_ptr<const Credential>> credentials_;
    ObjectTypes::TupleOf<StagedObjects> objects_;
    std::map<const RecordKind*, StagedObjects<Record>> records_;
    std::set<std::pair<const KeySpace*, std::array<char, 8>>> key_names_;
    const Tenant* removed_tenant_ = nullptr;
    const KeySpace* removed_space_ = nullptr;
};

template <class T>
const T* Staging::find_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind) const {
    const auto& here = staged(kind).by_id;
    if (const auto found = here.find({&space, id}); found != here.end()) return found->second.get();
    return below_ != nullptr ? below_->find_object(space, id, kind) : space.contents().objects(kind).find(id);
}

template <class T>
const T* Staging::find_object_named(const KeySpace& space, std::string_view name, KindOf<T> kind) const {
    // Objects of a layer below may be changed or removed above.
    const auto still_there = [&](const T* object) { return find_object(space, object->id, kind) == object; };
    for (const Staging* layer = this; layer != nullptr; layer = layer->below_) {
        const auto& here = layer->staged(kind);
        for (auto at = here.named.lower_bound({&space, std::string{name}, ObjectId{}}); at != here.named.end(); ++at) {
            if (std::get<0>(*at) != &space || std::get<1>(*at) != name) break;
            const T* object = here.by_id.at({&space, std::get<2>(*at)}).get();
            if (object != nullptr && object->name == name && still_there(object)) return object;
        }
    }
    const T* shown = space.contents().objects(kind).find_named(name);
    return shown != nullptr && still_there(shown) ? shown : nullptr;
}

template <class T>
std::set<ObjectId> Staging::objects_of(const KeySpace& space, const KeyId& key, KindOf<T> kind) const {
    std::set<ObjectId> ids;
    if (below_ != nullptr) {
        ids = below_->objects_of(space, key, kind);
    } else {
        for (const T* object : space.contents().objects(kind).of_key(key)) ids.insert(object->id);
    }
    const auto& here = staged(kind);
    std::erase_if(ids, [&](const ObjectId& id) { return here.by_id.contains({&space, id}); });
    for (auto at = here.of_key.lower_bound({&space, key, ObjectId{}}); at != here.of_key.end(); ++at) {
        if (std::get<0>(*at) != &space || std::get<1>(*at) != key) break;
        const T* object = here.by_id.at({&space, std::get<2>(*at)}).get();
        if (object != nullptr && object->key == key) ids.insert(object->id);
    }
    return ids;
}

template <class T>
std::size_t Staging::object_count(const KeySpace& space, KindOf<T> kind) const {
    const Growth& growth = staged(kind).growth;
    const auto here = growth.find(&space);
    const std::size_t below =
        below_ != nullptr ? below_->object_count(space, kind) : space.contents().objects(kind).ordered().size();
    return below + static_cast<std::size_t>(here == growth.end() ? 0 : here->second);
}

template <class T>
void Staging::put_object(const KeySpace& space, std::unique_ptr<const T> object, KindOf<T> kind) {
    auto& here = staged(kind);
    const ObjectId id = object->id;
    if (find_object(space, id, kind) == nullptr) ++here.growth[&space];
    if constexpr (T::kOfKey) here.of_key.emplace(&space, object->key, id);
    if constexpr (T::kNamed) here.named.emplace(&space, object->name, id);
    here.by_id.insert_or_assign({&space, id}, std::move(object));
}

template <class T>
void Staging::remove_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind) {
    auto& here = staged(kind);
    if (find_object(space, id, kind) != nullptr) --here.growth[&space];
    here.by_id.insert_or_assign({&space, id}, nullptr);
}

}  // namespace tandem::store
