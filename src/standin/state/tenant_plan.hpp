#pragma once
// A seed's changes in one key space, and in its tenant when it is the tenant's own.

#include "seed_plan.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tandem::standin {

struct SpaceCommit {
    store::KeySpacePlace space;
    std::vector<store::Change> changes;
};

// A guard of the store must live as long as this. All of the seed's items are announced before the first
// is added: what moves between two of them needs both.
class TenantPlan {
  public:
    TenantPlan(const service::Services& services, const SeedTenant& wanted, Existing existing, Others others)
        : store_(services.store), wanted_(wanted), existing_(existing), others_(others) {}

    void announce(const SeedKey& wanted) { wanted_keys_.insert(wanted.facts.id); }
    void announce(const SeedCredential& wanted) { wanted_credentials_.insert(wanted.config.id); }
    template <class T>
    void announce(const SeedObject<T>& wanted) {
        wanted_objects_.emplace(store::kind_number<T>(), wanted.object.id);
    }

    void add_tenant();
    void add(const SeedKey& wanted);
    void add(const SeedCredential& wanted);
    // After the keys.
    template <class T>
    void add(const SeedObject<T>& wanted);
    // Removes what the seed does not have, where that goes.
    void remove_others();

    std::vector<SeedStep> steps;
    // All tenants' removals are committed before the first additions, so that names are free for what comes.
    std::vector<SpaceCommit> removals();
    std::vector<SpaceCommit> additions();

  private:
    using Changes = std::vector<store::Change>;

    [[nodiscard]] std::string difference_of_tenants() const;
    void step(SeedStep::Kind kind, std::string what, std::string id, std::string name, std::string detail = {});
    // Keeps what a rotation, perhaps the seed's own order, added to the seed's versions: an update leaves it.
    void keep_rotated(const store::Key& stored, SeedKey& wanted) const;
    // Which materials a key had that waits for its newest, where the seed says no more than that it waits.
    void keep_waiting(const store::Key& stored, SeedKey& wanted) const;
    // The stored versions beyond those that the seed has.
    void take_versions(const store::Key& stored, SeedKey& wanted) const;
    // Settles imported material where the seed does not know its facts, or knows them of another tenant.
    void resolve_imported(const store::Key* stored, SeedKey& wanted) const;
    // The key as the seed means it for the stored one; nullptr: none is.
    [[nodiscard]] SeedKey resolved(const SeedKey& given, const store::Key* stored) const;
    // Notes what differs; refuses what an update may not change.
    [[nodiscard]] std::string compare(const store::Key& stored, const SeedKey& wanted) const;
    [[nodiscard]] bool same_material(const store::Key& stored, const SeedKey& wanted) const;
    [[nodiscard]] std::vector<SeedVersion> versions_for(const store::Key& stored, const SeedKey& wanted) const;
    void put(const SeedKey& wanted, const std::vector<SeedVersion>& versions, const store::Key* stored);
    void put_alias(const SeedKey& wanted, const store::Alias& alias);
    void check_name(const SeedKey& wanted) const;
    void check_keystore(const SeedKey& wanted) const;
    template <class T>
    [[nodiscard]] bool is_wanted(const T& object) const {
        return wanted_objects_.contains({store::kind_number<T>(), object.id});
    }
    template <class T>
    void check_key_of(const SeedObject<T>& wanted) const;
    template <class T>
    void check_name_of(const SeedObject<T>& wanted) const;
    template <class T>
    [[nodiscard]] std::string compare_object(const T& stored, const T& wanted, const SeedObject<T>& given) const;
    template <class T>
    void put_object(const T& object, const SeedObject<T>& given, const T* stored);
    // A key that is removed and made again loses what goes with it. This comes back, unless the seed says otherwise.
    void put_objects_again(const KeyId& key);
    template <class T>
    void put_again(const T& stored);
    template <class T>
    [[nodiscard]] bool goes_with_key(const T& stored) const;
    void remove_other_objects();
    // The key gives up its names by this very seed.
    [[nodiscard]] bool is_rewritten(const KeyId& id) const;

    const store::KeyStore& store_;
    const SeedTenant& wanted_;
    const Existing existing_;
    const Others others_;
    const store::KeySpace* space_ = nullptr;  // the stored one, if it stays
    std::set<KeyId> wanted_keys_;
    std::set<std::string> wanted_credentials_;
    std::vector<SpaceCommit> removed_space_;
    std::set<std::pair<std::uint8_t, store::ObjectId>> wanted_objects_;
    std::set<KeyId> removed_keys_;  // and made again
    Changes object_removals_, removals_, puts_, aliases_, objects_, credentials_;
    bool creates_space_ = false;
};

}  // namespace tandem::standin
