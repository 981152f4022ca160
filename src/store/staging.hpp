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

    void put(std::shared_ptr<const Tenant> tenant);
    void put(const Tenant& tenant, std::unique_ptr<const Key> key);
    void put(const Tenant& tenant, std::unique_ptr<const Alias> alias);
    void put(std::unique_ptr<const Credential> credential);
    void remove_key(const Tenant& tenant, const KeyId& id);
    void remove_alias(const Tenant& tenant, const std::string& name);
    void remove_credential(const std::string& id);
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

    Index& index_;
    const Staging* below_;
    // nullptr: removed
    std::map<TenantId, std::shared_ptr<const Tenant>> tenants_;
    std::map<KeyPlace, std::unique_ptr<const Key>> keys_;
    std::map<AliasPlace, std::unique_ptr<const Alias>> aliases_;
    std::map<std::string, std::unique_ptr<const Credential>> credentials_;
    std::set<std::pair<const Tenant*, std::array<char, 8>>> key_names_;
    std::optional<TenantId> removed_tenant_;
};

}  // namespace tandem::store
