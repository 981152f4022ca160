#pragma once
// The store's records, as readers see them: immutable entries of an in-memory index, valid while a ReadGuard lives. A
// change publishes a new entry; the old one is freed when no guard can still see it.

#include "tandem/base/clock.hpp"
#include "tandem/base/compact_text.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/base/small_pool.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/sealing.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/access_rule.hpp"
#include "tandem/store/key_attributes.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::store {

// Material of one key version, ready for use; exactly one member is set, by the key's spec.
struct OpenedMaterial {
    std::unique_ptr<crypto::SealingKey> sealing_key;  // AES_256, SM4
    std::unique_ptr<crypto::PrivateKey> private_key;  // RSA, SM2, EC
    SecretBytes mac_key;                              // HMAC
};

// One version of a key, in one piece of memory with its bytes. The material stays sealed until first used, then stays
// open for the life of the version.
class KeyVersion {
  public:
    using Pointer = boost::intrusive_ptr<const KeyVersion>;

    // Each at most 64 KiB. The sealed material comes without the clear head of its record, which is the same in all
    // records of a tenant.
    static Pointer make(std::uint32_t number, TimePoint created, ByteView sealed_material, ByteView public_key);
    KeyVersion(const KeyVersion&) = delete;
    KeyVersion& operator=(const KeyVersion&) = delete;

    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
    [[nodiscard]] TimePoint created() const noexcept { return created_; }
    [[nodiscard]] ByteView sealed_material() const noexcept { return {bytes_, sealed_bytes_}; }
    // DER SubjectPublicKeyInfo; empty for symmetric keys.
    [[nodiscard]] ByteView public_key() const noexcept { return {bytes_ + sealed_bytes_, public_bytes_}; }

    friend void intrusive_ptr_add_ref(const KeyVersion* version) noexcept {
        version->references_.fetch_add(1, std::memory_order_relaxed);
    }
    friend void intrusive_ptr_release(const KeyVersion* version) noexcept {
        if (version->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) version->destroy();
    }

  private:
    friend class KeyStore;
    KeyVersion(std::uint32_t number, TimePoint created, ByteView sealed_material, ByteView public_key) noexcept;
    ~KeyVersion() { delete opened_.load(std::memory_order_relaxed); }
    void destroy() const noexcept;
    static std::size_t bytes_with(std::size_t sealed, std::size_t open) noexcept;

    mutable std::atomic<const OpenedMaterial*> opened_{nullptr};
    const TimePoint created_;
    mutable std::atomic<std::uint32_t> references_{0};
    const std::uint32_t number_;
    const std::uint16_t sealed_bytes_;
    const std::uint16_t public_bytes_;
    std::uint8_t bytes_[4];  // as many as there are, beyond the end of the object
};

// The versions of a key, ascending. Most keys have one, which costs a pointer.
class KeyVersions {
  public:
    KeyVersions() noexcept = default;
    KeyVersions(const KeyVersions& other);
    KeyVersions(KeyVersions&& other) noexcept : held_(std::exchange(other.held_, 0)) {}
    KeyVersions& operator=(KeyVersions other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~KeyVersions() { clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return is_list() ? list().size() : held_ != 0 ? 1 : 0; }
    [[nodiscard]] bool empty() const noexcept { return held_ == 0; }
    [[nodiscard]] const KeyVersion& operator[](std::size_t at) const noexcept {
        return is_list() ? *list()[at] : *one();
    }
    [[nodiscard]] const KeyVersion& back() const noexcept { return is_list() ? *list().back() : *one(); }

    void push_back(KeyVersion::Pointer version);
    void clear() noexcept;

  private:
    using List = std::vector<KeyVersion::Pointer>;
    static constexpr std::uintptr_t kIsList = 1;

    [[nodiscard]] bool is_list() const noexcept { return (held_ & kIsList) != 0; }
    [[nodiscard]] const KeyVersion* one() const noexcept { return reinterpret_cast<const KeyVersion*>(held_); }
    [[nodiscard]] List& list() const noexcept { return *reinterpret_cast<List*>(held_ ^ kIsList); }

    std::uintptr_t held_ = 0;  // none; the only one, which it shares; or the list of more, marked
};

// Facts that a change may set; the rest of a key is fixed at its creation.
struct KeySettings {
    OptionalTime deletion_date;  // set exactly in pending_deletion
    CompactText description;
    CompactText primary_alias;  // without "alias/"; may be empty
    SharedAttributes attributes;
    keys::KeyState state = keys::KeyState::enabled;
};

struct Key {
    KeyId id;
    keys::KeyName name;
    TimePoint created;
    std::uint64_t revision = 0;  // rises with each change; the condition of the next
    KeyVersions versions;        // may be empty before an import
    [[no_unique_address]] KeySettings settings;
    // The rest of the key's facts, in the tail padding of the settings.
    keys::KeySpec spec = keys::KeySpec::aes_256;
    keys::KeyUsage usage = keys::KeyUsage::encrypt_decrypt;
    keys::KeyOrigin origin = keys::KeyOrigin::generated;

    [[nodiscard]] const KeyVersion* newest() const noexcept { return versions.empty() ? nullptr : &versions.back(); }
    [[nodiscard]] const KeyVersion* version(std::uint32_t number) const noexcept;

    static void* operator new(std::size_t bytes) { return allocate_small(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept { free_small(memory, bytes); }
};

// When the key next changes by itself: its end, a rotation (of an enabled key), or the end of its material.
OptionalTime next_event(const Key& key) noexcept;

// A time in milliseconds, and one bit in the same eight bytes, as there may be a million.
class MarkedTime {
  public:
    MarkedTime() noexcept : MarkedTime(TimePoint{}) {}
    MarkedTime(TimePoint time, bool mark = false) noexcept  // NOLINT(google-explicit-constructor): it stands for a time
        : milliseconds_(time.time_since_epoch().count()), mark_(mark) {}
    operator TimePoint() const noexcept { return TimePoint{TimePoint::duration{milliseconds_}}; }  // NOLINT: the same
    [[nodiscard]] bool mark() const noexcept { return mark_; }
    friend bool operator==(const MarkedTime&, const MarkedTime&) = default;

  private:
    std::int64_t milliseconds_ : 63;
    bool mark_ : 1;
};

struct Alias {
    CompactText name;  // without the prefix that dialects have
    KeyId key;
    TimePoint created;
    MarkedTime updated;  // marked: whoever named it wrote the prefix, and is shown it

    [[nodiscard]] bool prefixed() const noexcept { return updated.mark(); }

    static void* operator new(std::size_t bytes) { return allocate_small(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept { free_small(memory, bytes); }
};

struct Project {
    std::string name;  // also the region's name, for clients that look it up by region
    std::string id;    // 32 hex digits
};

// Names and numbers by which the outside calls a tenant.
struct TenantFacts {
    TenantId id;
    std::string name;
    std::uint64_t account_number = 0;  // decimal account id
    std::uint64_t application_number = 0;
    std::string domain_id;  // 32 hex digits
    std::string domain_name;
    std::vector<Project> projects;  // the first is the default
};

// Origin of the word that a credential is there. Stored as numbers: append only.
enum class CredentialOrigin : std::uint8_t {
    unknown,  // stored before this was
    run_time,
    configuration,
    seed
};

// Hold that keeps a credential out until an operator says otherwise, whatever configurations and seeds say. Stored as
// numbers: append only.
enum class CredentialHold : std::uint8_t {
    none,
    disabled,     // an operator's word
    older_state,  // the database went back to a state in which it was perhaps not ended yet
    removed       // an operator's word: without a secret, and kept so that nothing brings it back
};

// An access key, or a user who has none.
struct CredentialFacts {
    std::string id{};
    TenantId tenant{};
    bool enabled = true;
    std::string session_token{};  // not empty: temporary, and this must come along
    std::optional<TimePoint> expires{};
    std::string user_name{};  // login name; the password is the secret
    std::vector<AccessRule> allow{};
    bool login_only = false;  // a user: signs nothing
    CredentialOrigin origin = CredentialOrigin::unknown;
    CredentialHold hold = CredentialHold::none;
    OptionalTime held_since{};  // set exactly when there is a hold

    [[nodiscard]] bool is_usable() const noexcept { return enabled && hold == CredentialHold::none; }

    // Fields that are no column of their own.
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "allow", self.allow);
        visit(2, "login_only", self.login_only);
        visit(3, "origin", self.origin);
        visit(4, "hold", self.hold);
        visit(5, "held_since", self.held_since);
    }
};

struct Tenant;
class Index;             // src/store/index.hpp
class KeySpaceContents;  // the same

inline constexpr std::size_t kMaxRegionBytes = 64;
inline constexpr std::size_t kMaxKeySpaces = 100;  // of a tenant, beside its own

// Which key space a commit is for, whether it is there or not.
struct KeySpacePlace {
    KeySpaceId id{};  // what is sealed in it is bound to this; that of the tenant's own is the tenant's
    TenantId tenant_id{};
    std::string region{};  // empty: the tenant's own
};

// The first 16 bytes of SHA-256("tandem/tenant/" + name): the id of a tenant that a document names, and, with name
// TENANT@REGION, that of a key space at its making.
[[nodiscard]] TenantId tenant_id_of(std::string_view name) noexcept;
[[nodiscard]] KeySpaceId key_space_id(std::string_view tenant_name, std::string_view region);

// A tenant's own key space.
[[nodiscard]] KeySpacePlace own_space(const TenantId& tenant) noexcept;

// The keys that a tenant has in a region, with the aliases and objects of these, under a tenant key of its own. One in
// which nothing was changed yet is not stored: it reads as empty, and the first commit makes it.
struct KeySpace : KeySpacePlace {
    // One that is not stored. It reads through to the one that is made meanwhile.
    KeySpace(KeySpacePlace place, const Tenant& owner, const Index& index) noexcept;
    KeySpace(KeySpacePlace place, const Tenant& owner, std::unique_ptr<KeySpaceContents> contents) noexcept;
    KeySpace(const KeySpace&) = delete;
    KeySpace& operator=(const KeySpace&) = delete;
    ~KeySpace();

    [[nodiscard]] const Tenant& tenant() const noexcept { return *tenant_; }
    [[nodiscard]] bool is_at(const KeySpacePlace& place) const noexcept {
        return tenant_id == place.tenant_id && region == place.region;
    }

    // 32 bytes for `label` and `bytes` that nobody can make or guess without the tenant key, and that are the same in
    // every process that opens the database: proofs of what the layers above hand out, and secrets of theirs. They are
    // of the two one after the other, so where a label begins as another does, the bytes must tell their uses apart.
    // docs/formats.md, "Key hierarchy".
    [[nodiscard]] crypto::Sha256Digest derive(std::string_view label, ByteView bytes) const noexcept;
    // Derived from the tenant key for this alone: tells imported material again.
    [[nodiscard]] const crypto::HmacSha256Key& fingerprint_key() const noexcept;

    // For the store itself.
    [[nodiscard]] KeySpaceContents& contents() const noexcept {
        return contents_ != nullptr ? *contents_ : contents_elsewhere();
    }

  private:
    [[nodiscard]] KeySpaceContents& contents_elsewhere() const noexcept;

    const Tenant* const tenant_;
    const std::unique_ptr<KeySpaceContents> contents_;  // nullptr: it is not stored
    const Index* const index_ = nullptr;                // set exactly then
};

// Who has keys: a tenant, which is its own key space.
struct Tenant : KeySpace {
    const TenantFacts facts;
    // Never reused in the process, unlike the id, which a tenant that is made again has again: what the layers above
    // remember of a tenant may be kept under it. From 1 on.
    const std::uint64_t serial;

    Tenant(TenantFacts facts, std::unique_ptr<KeySpaceContents> contents);
};

struct Credential {
    CredentialFacts facts;
    SecretBytes secret;
    std::uint64_t serial = 0;  // never reused: keys derived from the secret may be cached under it
    std::shared_ptr<const Tenant> tenant;
};

}  // namespace tandem::store
