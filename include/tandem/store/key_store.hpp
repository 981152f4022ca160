#pragma once
// The key store: an in-memory index that readers use without a lock, in front of a backend that makes changes durable.
//
// Readers hold a ReadGuard; everything a find_* returns stays valid until the guard ends. Changes go through commit(),
// which hands them to the one storage thread (it seals what is secret and commits in groups), and returns after the
// commit that covers them and after the index shows them. The interface speaks in tenants, epochs and conditional
// updates, so that several stateless nodes can share a backend later.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/objects.hpp"
#include "tandem/store/record_kinds.hpp"
#include "tandem/store/records.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace tandem::store {

using Epoch = std::uint64_t;

// ---- changes; one commit takes several and does all or none ----

struct CreateTenant {
    TenantFacts facts;
};
// Removes the tenant with all its key spaces and credentials; the tenant keys are destroyed. The only change of its
// commit, which is one of the tenant's own key space.
struct RemoveTenant {};
// A commit in a key space that is not there begins with it by itself. Errors: region_unsupported (the tenant has
// kMaxKeySpaces), credential_unknown (there is no such tenant).
struct CreateKeySpace {};
// Removes the key space with all its keys; its tenant key is destroyed. Never the tenant's own. The only change of its
// commit.
struct RemoveKeySpace {};

struct CreateKey {
    Key key;               // `versions` is ignored, `revision` is set by the store
    SecretBytes material;  // raw symmetric key or DER PKCS#8; empty: the key has no version yet
    Bytes public_key{};    // DER SubjectPublicKeyInfo; empty for symmetric keys
    // The tenant may have so many keys, this one among them; else conflict, so that whoever checked before looks again.
    std::size_t most_keys = std::numeric_limits<std::size_t>::max();
};
struct UpdateKey {
    KeyId key;
    std::uint64_t expected_revision;  // else: conflict
    KeySettings settings;             // the new values, all of them
};
struct AddKeyVersion {
    KeyId key;
    std::uint64_t expected_revision;
    SecretBytes material;
    Bytes public_key;
    TimePoint created;
    std::optional<KeySettings> settings{};  // new values that come with it
};
struct RemoveKey {
    KeyId key;
    std::uint64_t expected_revision;
};
// A key with all its versions, made or put in the place of the key of that id: for seeds and for going back to an
// earlier state. Its name must be free or be its own already.
struct PutKey {
    struct Version {
        TimePoint created;
        SecretBytes material;  // as of CreateKey; empty: it was imported and removed, and waits for the same again
        Bytes public_key;
    };
    Key key;                        // `versions` is ignored, `revision` is set by the store
    std::vector<Version> versions;  // numbered from 0; none: the key waits for an import
};
enum class IfExists : bool { refuse, replace };
struct PutAlias {
    Alias alias;
    IfExists if_exists = IfExists::refuse;  // refuse: alias_exists
};
struct RemoveAlias {
    std::string name;
    KeyId key;  // the alias must be this key's, else conflict
};
struct PutCredential {
    CredentialFacts facts;
    SecretBytes secret;
    IfExists if_exists = IfExists::refuse;  // refuse: conflict. Another tenant's is never replaced: conflict
};
struct RemoveCredential {
    std::string id;  // must be this tenant's, else credential_unknown
};
// Sets or, with CredentialHold::none, lifts what keeps a credential out. `removed` destroys its secret, and lifting
// that forgets the credential.
struct HoldCredential {
    std::string id;  // must be this tenant's, else credential_unknown
    CredentialHold hold = CredentialHold::none;
    OptionalTime since{};
};
// Holds every credential of every tenant that is not held yet as CredentialHold::older_state, and so each of `also`
// that there is not: without a secret, which a later PutCredential brings. The only change of its commit, whose tenant
// counts for nothing.
struct HoldEveryCredential {
    TimePoint since;
    std::vector<CredentialFacts> also{};
};

template <class... Kinds>
using ChangeOf =
    std::variant<CreateTenant, RemoveTenant, CreateKey, PutKey, UpdateKey, AddKeyVersion, RemoveKey, PutAlias,
                 RemoveAlias, PutCredential, RemoveCredential, HoldCredential, HoldEveryCredential, CreateKeySpace,
                 RemoveKeySpace, PutObject<Kinds>..., RemoveObject<Kinds>..., PutRecord, RemoveRecord>;
// Any of them, with those of each kind of object. The change log's number of each is in
// src/store/commit/change_kind.hpp.
using Change = ObjectTypes::Into<ChangeOf>;

// ---- reading ----

inline keys::KeyClass class_of(const Key& key) noexcept {
    return {key.spec, key.usage, key.origin, key.settings.state};
}
struct KeyClassCount {
    keys::KeyClass of_class;
    std::size_t count;  // at least one
};

struct GrantOfSpace {
    const KeySpace* space;
    const Grant* grant;
};

class EpochReclaimer;
struct ReaderSlot;

// Pins what the index shows for the thread that made it. Cheap; may nest. Not to be moved to another thread.
class ReadGuard {
  public:
    explicit ReadGuard(EpochReclaimer& reclaimer) noexcept;
    ReadGuard(const ReadGuard&) = delete;
    ReadGuard& operator=(const ReadGuard&) = delete;
    ~ReadGuard();

  private:
    ReaderSlot& slot_;
};

class KeyStore {
  public:
    // Loads everything, checks every row's MAC, and starts the storage thread. Throws UserError (base/user_error.hpp)
    // with one clear line: wrong unseal key, altered row, newer schema. A record of none of `kinds` is an altered row.
    // Throws std::logic_error for kinds whose numbers are not theirs alone.
    static std::unique_ptr<KeyStore> open(std::unique_ptr<Backend> backend, SecretBytes unseal_key, const Clock& clock,
                                          RecordKinds kinds = {});
    ~KeyStore();
    KeyStore(const KeyStore&) = delete;
    KeyStore& operator=(const KeyStore&) = delete;

    [[nodiscard]] ReadGuard read() const noexcept;

    // All of these: nullptr when absent. A guard of this store must live.
    [[nodiscard]] const Credential* find_credential(std::string_view access_key_id) const noexcept;
    // The same for what signs requests: no user who has no access key.
    [[nodiscard]] const Credential* find_access_key(std::string_view id) const noexcept {
        const Credential* found = find_credential(id);
        return found == nullptr || found->facts.login_only ? nullptr : found;
    }
    [[nodiscard]] const Tenant* find_tenant(const TenantId& id) const noexcept;
    [[nodiscard]] const Tenant* find_tenant_by_name(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<const Tenant*> tenants() const;
    // An empty region: the tenant's own key space.
    [[nodiscard]] const KeySpace* find_key_space(const Tenant& tenant, std::string_view region) const noexcept;
    [[nodiscard]] const KeySpace* find_key_space(const KeySpaceId& id) const noexcept;
    // Those that are stored, the tenants' own among them; those of a tenant follow each other.
    [[nodiscard]] std::vector<const KeySpace*> key_spaces() const;
    // One that is not stored, to be read as empty and committed to. The region is of 1 to kMaxRegionBytes.
    [[nodiscard]] std::unique_ptr<const KeySpace> unstored_key_space(const Tenant& tenant,
                                                                     std::string_view region) const;
    [[nodiscard]] std::vector<const Credential*> credentials() const;
    // The mark that is left of one that was removed for good (CredentialHold::removed), which nothing else here shows.
    [[nodiscard]] const Credential* find_removed_credential(std::string_view id) const noexcept;
    [[nodiscard]] std::vector<const Credential*> removed_credentials() const;

    [[nodiscard]] const Key* find_key(const KeySpace& space, const KeyId& id) const noexcept;
    [[nodiscard]] const Key* find_key(const KeySpace& space, const keys::KeyName& name) const noexcept;
    [[nodiscard]] const Alias* find_alias(const KeySpace& space, std::string_view name) const noexcept;
    [[nodiscard]] std::size_t key_count(const KeySpace& space) const noexcept;
    [[nodiscard]] std::size_t alias_count(const KeySpace& space) const;
    [[nodiscard]] std::vector<KeyClassCount> key_classes(const KeySpace& space) const;

    // Lists are snapshots; the pointers live as long as the guard. Those of keys are by creation, the newest first
    // unless asked otherwise; those of aliases are by name. A page costs little more than what is on it.
    [[nodiscard]] std::vector<const Key*> keys(const KeySpace& space) const;
    [[nodiscard]] std::vector<const Key*> keys(const KeySpace& space, KeyOrder order, std::size_t offset,
                                               std::size_t limit) const;
    [[nodiscard]] std::vector<const Alias*> aliases(const KeySpace& space) const;
    [[nodiscard]] std::vector<const Alias*> aliases(const KeySpace& space, std::size_t offset, std::size_t limit) const;
    [[nodiscard]] std::vector<const Alias*> aliases_of(const KeySpace& space, const KeyId& key) const;
    // Walks in the order of the lists as long as `visit` returns true. No snapshot: what stays is seen once; what
    // comes or goes meanwhile is seen or not.
    void visit_keys(const KeySpace& space, KeyOrder order, const std::function<bool(const Key&)>& visit) const;
    void visit_aliases(const KeySpace& space, const std::function<bool(const Alias&)>& visit) const;

    // Over all key spaces: those with a grant for their key of this id, and the grants that name `principal` as the one
    // who may end them, the newest first. Both look into a directory under a lock: for calls that found no key of
    // their own.
    [[nodiscard]] std::vector<const KeySpace*> granting_spaces(const KeyId& key) const;
    [[nodiscard]] std::vector<GrantOfSpace> grants_retirable_by(std::string_view principal) const;

    // The version's material, opened at its first use. Error: internal (the row does not open; it is logged).
    [[nodiscard]] Result<const OpenedMaterial*> open_material(const KeySpace& space, const Key& key,
                                                              const KeyVersion& version) const;

    // The version's material as it was given to the store, for exports of a stand-in. Error: internal, as above.
    [[nodiscard]] Result<SecretBytes> export_material(const KeySpace& space, const Key& key,
                                                      const KeyVersion& version) const;

    // Keys whose next_event() is at or before `now`, over all key spaces.
    [[nodiscard]] std::vector<std::pair<KeySpaceId, KeyId>> due_keys(TimePoint now) const;

    [[nodiscard]] const std::array<std::uint8_t, 16>& installation_id() const noexcept;
    [[nodiscard]] Epoch epoch() const noexcept;
    [[nodiscard]] bool is_durable() const noexcept;
    // False from a failed write until one succeeds; after an I/O error none does before the next start.
    [[nodiscard]] bool is_writable() const noexcept;

    // ---- changing ----

    // Blocks until the changes are durable and visible: never on an I/O thread. The changes are taken in their order,
    // each on what those before it left. Errors: conflict (what was read before is another or gone, an id or name is
    // taken, there is no room), credential_unknown (no such tenant, or no such credential), alias_exists,
    // region_unsupported (the key space would be one too many), store_unavailable. On any error but the last nothing of
    // `changes` happened; after store_unavailable from an I/O error a restart may show them.
    Result<Epoch> commit(const KeySpacePlace& space, std::vector<Change> changes);
    // Commits in the tenant's own key space.
    Result<Epoch> commit(const TenantId& tenant, std::vector<Change> changes);

  private:
    struct Parts;
    explicit KeyStore(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace tandem::store
