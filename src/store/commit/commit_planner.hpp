#pragma once
// One commit: checks the condition of each change against what came before it, and works out the rows to write and the
// entries to publish. Used by the storage thread alone.

#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include "installation.hpp"
#include "staging.hpp"

#include <vector>

namespace tandem::store {

class CommitPlanner {
  public:
    // `epoch` is the commit's own. Serials of credentials are drawn from the installation, also by commits that fail.
    CommitPlanner(const Staging& below, Installation& installation, const KeySpacePlace& place, Epoch epoch)
        : staging_(below.index(), &below),
          installation_(installation),
          place_(place),
          space_id_(place_.id),
          epoch_(epoch) {}

    // Errors: those of KeyStore::commit. After one the whole plan is to be dropped.
    Result<void> plan(std::vector<Change>& changes);

    [[nodiscard]] Staging& staging() noexcept { return staging_; }
    [[nodiscard]] std::vector<RowWrite>& writes() noexcept { return writes_; }

    // A change that must be alone in its transaction.
    [[nodiscard]] static bool stands_alone(const std::vector<Change>& changes) noexcept;

  private:
    Result<void> apply(CreateTenant& change);
    Result<void> apply(RemoveTenant& change);
    Result<void> apply(CreateKey& change);
    Result<void> apply(PutKey& change);
    Result<void> apply(UpdateKey& change);
    Result<void> apply(AddKeyVersion& change);
    Result<void> apply(RemoveKey& change);
    Result<void> apply(PutAlias& change);
    Result<void> apply(RemoveAlias& change);
    Result<void> apply(PutCredential& change);
    Result<void> apply(RemoveCredential& change);
    Result<void> apply(HoldCredential& change);
    Result<void> apply(HoldEveryCredential& change);
    Result<void> apply(CreateKeySpace& change);
    Result<void> apply(RemoveKeySpace& change);
    template <class T>
    Result<void> apply(PutObject<T>& change);
    template <class T>
    Result<void> apply(RemoveObject<T>& change);
    Result<void> apply(PutRecord& change);
    Result<void> apply(RemoveRecord& change);

    // The tenant and the key space of the commit. Error: credential_unknown (it was removed meanwhile).
    Result<std::shared_ptr<const Tenant>> tenant() const;
    Result<const KeySpace*> space() const;
    [[nodiscard]] bool needs_key_space(const std::vector<Change>& changes) const;
    // The row of a key space with a new tenant key, which is given to `make`.
    template <class Make>
    auto make_key_space(const Make& make);
    // The rows of a key space.
    void remove_rows(const KeySpaceId& space);
    // The key at the expected revision, else conflict.
    Result<const Key*> key_at(const KeySpace& space, const KeyId& id, std::uint64_t expected_revision) const;
    // Seals material as the next version of the key, and appends it to the key; empty: a version without any.
    const KeyVersion& add_version(const KeySpace& space, Key& key, const SecretBytes& material, ByteView public_key,
                                  TimePoint created) const;
    // The key's row, its new version's if there is one, and its entry.
    void put_key(const KeySpace& space, Key key, const KeyVersion* fresh = nullptr);

    // The tenant's, else credential_unknown.
    Result<const Credential*> own_credential(const std::string& id) const;
    void put_credential(const std::shared_ptr<const Tenant>& owner, CredentialFacts facts, SecretBytes secret);

    // Holds the object against the conditions of `change`, PutObject or PutRecord, and gives it what the store sets.
    template <class T, class Put>
    Result<void> admit(const KeySpace& space, T& object, KindOf<T> kind, const Put& change) const;
    template <class T>
    [[nodiscard]] bool has_room(const KeySpace& space, const T& object, KindOf<T> kind, std::size_t most) const;
    template <class T>
    Result<void> remove_object_at(const ObjectId& id, std::uint64_t expected_revision, KindOf<T> kind = {});
    template <class T>
    void remove_object(const KeySpace& space, const ObjectId& id, KindOf<T> kind = {});
    // The index's row, else internal: nobody registered it.
    Result<const RecordKind*> registered(const RecordKind& kind) const;

    void put(Row row);
    // Every row of the table whose primary key begins so.
    void remove(Table table, std::vector<Value> primary_key);

    Staging staging_;
    Installation& installation_;
    const KeySpacePlace& place_;
    const KeySpaceId& space_id_;
    const Epoch epoch_;
    std::vector<RowWrite> writes_;
    std::string changed_object_;  // set by each apply(), for the change log
};

}  // namespace tandem::store
