#pragma once
// What the store holds, as readers see it: immutable entries of an in-memory index, valid while a ReadGuard lives.
// A change publishes a new entry; the old one is freed when no guard can still see it.

#include "tandem/base/clock.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/base/token_bucket.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/sealing.hpp"
#include "tandem/keys/key_facts.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tandem::store {

// Material of one key version, ready for use; exactly one member is set, by the key's spec.
struct OpenedMaterial {
    std::unique_ptr<crypto::SealingKey> sealing_key;  // AES_256, SM4
    std::unique_ptr<crypto::PrivateKey> private_key;  // RSA, SM2, EC
    SecretBytes mac_key;                              // HMAC
};

// One version of a key. The material stays sealed until first used, then stays open for the life of the version.
class KeyVersion {
  public:
    KeyVersion(std::uint32_t version_number, TimePoint created_at, Bytes sealed, Bytes public_key_der)
        : number(version_number),
          created(created_at),
          sealed_material(std::move(sealed)),
          public_key(std::move(public_key_der)) {}
    KeyVersion(const KeyVersion&) = delete;
    KeyVersion& operator=(const KeyVersion&) = delete;
    ~KeyVersion() { delete opened_.load(std::memory_order_relaxed); }

    const std::uint32_t number;
    const TimePoint created;
    const Bytes sealed_material;
    const Bytes public_key;  // DER SubjectPublicKeyInfo; empty for symmetric keys

  private:
    friend class KeyStore;
    mutable std::atomic<const OpenedMaterial*> opened_{nullptr};
};

// Facts that a change may set; the rest of a key is fixed at its creation.
struct KeySettings {
    keys::KeyState state = keys::KeyState::enabled;
    std::optional<TimePoint> deletion_date;  // set exactly in pending_deletion
    std::string description;
    std::string primary_alias;  // without "alias/"; may be empty
};

struct Key {
    KeyId id;
    keys::KeyName name;
    keys::KeySpec spec = keys::KeySpec::aes_256;
    keys::KeyUsage usage = keys::KeyUsage::encrypt_decrypt;
    keys::KeyOrigin origin = keys::KeyOrigin::generated;
    TimePoint created;
    std::uint64_t revision = 0;  // rises with each change; the condition of the next
    KeySettings settings;
    std::vector<std::shared_ptr<const KeyVersion>> versions;  // ascending; may be empty before an import

    [[nodiscard]] const KeyVersion* newest() const noexcept {
        return versions.empty() ? nullptr : versions.back().get();
    }
    [[nodiscard]] const KeyVersion* version(std::uint32_t number) const noexcept;
};

struct Alias {
    std::string name;  // without "alias/"
    KeyId key;
    TimePoint created;
    TimePoint updated;
};

struct Project {
    std::string name;  // also the region's name, for clients that look it up by region
    std::string id;    // 32 hex digits
};

// What a tenant is called by the outside.
struct TenantFacts {
    TenantId id;
    std::string name;
    std::uint64_t account_number = 0;  // decimal account id
    std::uint64_t application_number = 0;
    std::string domain_id;  // 32 hex digits
    std::string domain_name;
    std::vector<Project> projects;  // the first is the default
};

// An access key.
struct CredentialFacts {
    std::string id{};
    TenantId tenant{};
    bool enabled = true;
    std::string session_token{};  // not empty: temporary, and this must come along
    std::optional<TimePoint> expires{};
    std::string user_name{};  // login name; the password is the secret
};

inline constexpr std::size_t kRateSlots = 256;

class TenantKeys;  // the key, name and alias tables (store/index.hpp)

struct Tenant {
    TenantFacts facts;
    crypto::HmacSha256Key token_key;  // derived from the tenant key: signs login tokens
    std::unique_ptr<TenantKeys> keys;
    mutable std::array<TokenBucket, kRateSlots> rate_buckets;  // by action; used without a lock

    Tenant();
    ~Tenant();
};

struct Credential {
    CredentialFacts facts;
    SecretBytes secret;
    std::uint64_t serial = 0;  // never reused: keys derived from the secret may be cached under it
    std::shared_ptr<const Tenant> tenant;
};

}  // namespace tandem::store
