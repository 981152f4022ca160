#pragma once
// Index that readers see: tables without locks for single entries, ordered sequences for lists. One thread writes: the
// loader, then the storage thread.

#include "tandem/store/key_store.hpp"
#include "tandem/store/records.hpp"

#include "class_counts.hpp"
#include "epoch_reclaimer.hpp"
#include "grant_directory.hpp"
#include "object_set.hpp"
#include "ordered_entries.hpp"
#include "pointer_table.hpp"
#include "rows/record_key.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tandem::store {

inline Direction direction_of(KeyOrder order) noexcept {
    return order == KeyOrder::newest_first ? Direction::ascending : Direction::descending;
}

// Everything that belongs to one key space: its keys, aliases and objects, and the keys that derive from its tenant
// key.
class KeySpaceContents {
  public:
    KeySpaceContents(EpochReclaimer& reclaimer, const RecordKinds& kinds, const KeySpaceId& space,
                     std::uint32_t version, ByteView tenant_key);

    [[nodiscard]] const RecordKey& record_key() const noexcept { return record_key_; }
    [[nodiscard]] const crypto::HmacSha256Key& row_mac_key() const noexcept { return row_mac_key_; }
    // KeySpace::derive()'s.
    [[nodiscard]] const crypto::HmacSha256Key& derivation_key() const noexcept { return derivation_key_; }
    [[nodiscard]] const crypto::HmacSha256Key& fingerprint_key() const noexcept { return fingerprint_key_; }

    // Readers. Nothing is locked or allocated by the first four.
    [[nodiscard]] const Key* find(const KeyId& id) const noexcept { return by_id_.find(id); }
    [[nodiscard]] const Key* find(const keys::KeyName& name) const noexcept { return by_name_.find(name); }
    [[nodiscard]] const Alias* find_alias(std::string_view name) const noexcept { return alias_by_name_.find(name); }
    [[nodiscard]] std::size_t key_count() const noexcept { return by_id_.size(); }
    [[nodiscard]] const auto& keys() const noexcept { return keys_; }        // newest first, ties by id
    [[nodiscard]] const auto& aliases() const noexcept { return aliases_; }  // by name
    [[nodiscard]] std::vector<const Alias*> aliases_of(const KeyId& key) const;
    [[nodiscard]] const ClassCounts& class_counts() const noexcept { return class_counts_; }
    template <class T>
    [[nodiscard]] ObjectSet<T>& objects(KindOf<T> kind) noexcept {
        if constexpr (std::is_same_v<T, Record>)
            return records_.of(kind);
        else
            return objects_.of<T>();
    }

    // The loader, once each while they are empty: by id, and by name.
    void load(std::vector<std::unique_ptr<const Key>> keys);
    // After the keys; returns the name of an alias whose key there is not.
    [[nodiscard]] std::optional<std::string> load(std::vector<std::unique_ptr<Alias>> aliases);

    // The writer.
    void put(std::unique_ptr<const Key> key);
    void put(std::unique_ptr<const Alias> alias);
    void remove_key(const KeyId& id);
    void remove_alias(std::string_view name);

  private:
    struct IdTraits {
        using Key = KeyId;
        static const KeyId& key_of(const store::Key& key) noexcept { return key.id; }
        static std::uint64_t hash(const KeyId& id, std::uint64_t seed) noexcept { return hash_id(id.bytes, seed); }
    };
    struct NameTraits {
        using Key = keys::KeyName;
        static const keys::KeyName& key_of(const store::Key& key) noexcept { return key.name; }
        static std::uint64_t hash(const keys::KeyName& name, std::uint64_t seed) noexcept {
            return hash_text({name.letters.data(), name.letters.size()}, seed);
        }
    };
    struct AliasTraits {
        using Key = std::string_view;
        static std::string_view key_of(const Alias& alias) noexcept { return alias.name; }
        static std::uint64_t hash(std::string_view name, std::uint64_t seed) noexcept { return hash_text(name, seed); }
    };
    struct NewestFirst {
        bool operator()(const Key& a, const Key& b) const noexcept {
            return a.created != b.created ? a.created > b.created : a.id < b.id;
        }
    };
    struct ByName {
        bool operator()(const Alias& a, const Alias& b) const noexcept { return a.name < b.name; }
    };
    struct ByKeyAndName {
        bool operator()(const Alias& a, const Alias& b) const noexcept {
            return a.key != b.key ? a.key < b.key : a.name < b.name;
        }
    };

    RecordKey record_key_;
    crypto::HmacSha256Key row_mac_key_;
    crypto::HmacSha256Key derivation_key_;
    crypto::HmacSha256Key fingerprint_key_;
    EpochReclaimer& reclaimer_;
    PointerTable<Key, IdTraits> by_id_;
    PointerTable<Key, NameTraits> by_name_;
    PointerTable<Alias, AliasTraits> alias_by_name_;
    OrderedEntries<std::unique_ptr<const Key>, NewestFirst> keys_;
    OrderedEntries<std::unique_ptr<const Alias>, ByName> aliases_;
    OrderedEntries<const Alias*, ByKeyAndName> aliases_by_key_;
    ClassCounts class_counts_;
    ObjectTypes::Into<ObjectSets> objects_;
    RecordSets records_;
};

class Index {
  public:
    explicit Index(RecordKinds kinds = {});
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;

    [[nodiscard]] EpochReclaimer& reclaimer() const noexcept { return reclaimer_; }
    [[nodiscard]] const RecordKinds& record_kinds() const noexcept { return record_kinds_; }

    // Readers. Nothing is locked or allocated by the first five.
    [[nodiscard]] const Tenant* find_tenant(const TenantId& id) const noexcept { return tenant_by_id_.find(id); }
    [[nodiscard]] const Tenant* find_tenant_by_name(std::string_view name) const noexcept {
        return tenant_by_name_.find(name);
    }
    [[nodiscard]] const KeySpace* find_space(const KeySpaceId& id) const noexcept { return space_by_id_.find(id); }
    [[nodiscard]] const KeySpace* find_space(const TenantId& tenant, std::string_view region) const noexcept {
        return space_by_region_.find({tenant, region});
    }
    [[nodiscard]] const Credential* find_credential(std::string_view id) const noexcept {
        return credential_by_id_.find(id);
    }
    [[nodiscard]] std::vector<const Tenant*> tenants() const { return tenants_.list(); }
    // The tenants' own among them; those of a tenant follow each other.
    [[nodiscard]] std::vector<const KeySpace*> spaces() const { return spaces_.list(); }
    [[nodiscard]] std::vector<const Credential*> credentials() const { return credentials_.list(); }
    [[nodiscard]] std::vector<std::pair<KeySpaceId, KeyId>> due_keys(TimePoint now) const;
    [[nodiscard]] const GrantDirectory& grants() const noexcept { return grants_; }
    // Contents of a key space that is not stored.
    [[nodiscard]] KeySpaceContents& no_contents() const noexcept { return no_contents_; }

    // The writer. A tenant or key space named here must be in the index.
    [[nodiscard]] std::shared_ptr<const Tenant> share(const Tenant& tenant) { return tenants_.share(tenant); }
    [[nodiscard]] std::shared_ptr<const KeySpace> share(const KeySpace& space) { return spaces_.share(space); }
    void load(const KeySpace& space, std::vector<std::unique_ptr<const Key>> keys);  // as KeySpaceContents::load
    void put(std::shared_ptr<const Tenant> tenant);
    void put(std::shared_ptr<const KeySpace> space);  // of a region
    void put(const KeySpace& space, std::unique_ptr<const Key> key);
    void put(std::unique_ptr<const Credential> credential);
    template <class T>
    void put_object(const KeySpace& space, std::unique_ptr<const T> object, KindOf<T> kind = {}) {
        auto& shown = space.contents().objects(kind);
        if constexpr (std::is_same_v<T, Grant>) grants_.replace(space.id, shown.find(object->id), object.get());
        shown.put(std::move(object));
    }
    // Nothing happens when it is not there.
    template <class T>
    void remove_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind = {}) {
        auto& shown = space.contents().objects(kind);
        if (shown.find(id) == nullptr) return;
        if constexpr (std::is_same_v<T, Grant>) grants_.replace(space.id, shown.find(id), nullptr);
        shown.remove(id);
    }
    // Removes each with what belongs to it.
    void remove_tenant(const Tenant& tenant);
    void remove_space(const KeySpace& space);
    void remove_key(const KeySpace& space, const KeyId& id);
    void remove_credential(std::string_view id);

  private:
    struct TenantTraits {
        using Key = TenantId;
        static const TenantId& key_of(const Tenant& tenant) noexcept { return tenant.facts.id; }
        static std::uint64_t hash(const TenantId& id, std::uint64_t seed) noexcept { return hash_id(id.bytes, seed); }
    };
    struct TenantNameTraits {
        using Key = std::string_view;
        static std::string_view key_of(const Tenant& tenant) noexcept { return tenant.facts.name; }
        static std::uint64_t hash(std::string_view name, std::uint64_t seed) noexcept { return hash_text(name, seed); }
    };
    struct SpaceTraits {
        using Key = KeySpaceId;
        static const KeySpaceId& key_of(const KeySpace& space) noexcept { return space.id; }
        static std::uint64_t hash(const KeySpaceId& id, std::uint64_t seed) noexcept { return hash_id(id.bytes, seed); }
    };
    struct SpaceRegionTraits {
        using Key = std::pair<TenantId, std::string_view>;
        static Key key_of(const KeySpace& space) noexcept { return {space.tenant_id, space.region}; }
        static std::uint64_t hash(const Key& key, std::uint64_t seed) noexcept {
            return hash_text(key.second, hash_id(key.first.bytes, seed));
        }
    };
    struct CredentialTraits {
        using Key = std::string_view;
        static std::string_view key_of(const Credential& credential) noexcept { return credential.facts.id; }
        static std::uint64_t hash(std::string_view id, std::uint64_t seed) noexcept { return hash_text(id, seed); }
    };
    struct ByName {
        bool operator()(const Tenant& a, const Tenant& b) const noexcept { return a.facts.name < b.facts.name; }
    };
    struct ByTenantAndRegion {
        bool operator()(const KeySpace& a, const KeySpace& b) const noexcept {
            const int names = a.tenant().facts.name.compare(b.tenant().facts.name);
            return names != 0 ? names < 0 : a.region < b.region;
        }
    };
    struct ById {
        bool operator()(const Credential& a, const Credential& b) const noexcept { return a.facts.id < b.facts.id; }
    };
    using Due = std::tuple<TimePoint, KeySpaceId, KeyId>;
    void forget_due(const KeySpaceId& space, const Key* key);

    const RecordKinds record_kinds_;
    mutable EpochReclaimer reclaimer_;  // outlives all that may be retired
    mutable KeySpaceContents no_contents_;
    PointerTable<Tenant, TenantTraits> tenant_by_id_;
    PointerTable<Tenant, TenantNameTraits> tenant_by_name_;
    PointerTable<KeySpace, SpaceTraits> space_by_id_;
    PointerTable<KeySpace, SpaceRegionTraits> space_by_region_;
    PointerTable<Credential, CredentialTraits> credential_by_id_;
    OrderedEntries<std::shared_ptr<const Tenant>, ByName> tenants_;
    OrderedEntries<std::shared_ptr<const KeySpace>, ByTenantAndRegion> spaces_;
    OrderedEntries<std::unique_ptr<const Credential>, ById> credentials_;
    mutable std::mutex due_mutex_;
    std::set<Due> due_;
    GrantDirectory grants_;
};

// Entries as the index holds them, with the keys that derive from the tenant key.
std::shared_ptr<const Tenant> make_tenant(const Index& index, TenantFacts facts, std::uint32_t key_version,
                                          ByteView tenant_key);
std::shared_ptr<const KeySpace> make_space(const Index& index, KeySpacePlace place, const Tenant& owner,
                                           std::uint32_t key_version, ByteView tenant_key);

}  // namespace tandem::store
