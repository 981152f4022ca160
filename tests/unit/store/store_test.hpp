#pragma once
// The parts that the tests of the store share: a tenant, keys, credentials, and ways to open a store.

#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/store/unseal_key.hpp"

#include "support/fake_clock.hpp"
#include "support/result.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tandem::store {

using test::FailsWith;
using test::Succeeds;

inline constexpr TimePoint kCreated = test::FakeClock::kStart;

inline TenantFacts tenant_named(std::string_view name) {
    TenantFacts facts;
    const auto digest = crypto::sha256({as_bytes("tandem/tenant/"), as_bytes(name)});
    std::copy_n(digest.begin(), facts.id.bytes.size(), facts.id.bytes.begin());
    facts.name = name;
    facts.account_number = 18'000'000'000'000'000'001U;  // over what a signed number holds
    facts.application_number = 1'250'000'000;
    facts.domain_id = "0123456789abcdef0123456789abcdef";
    facts.domain_name = std::string{name} + "-domain";
    facts.projects = {{"region-1", "00000000000000000000000000000000"},
                      {"region-2", "11111111111111111111111111111111"}};
    return facts;
}

inline Key new_key(TimePoint created = kCreated) {
    Key key;
    key.id = crypto::random_uuid<KeyId>();
    std::uint64_t random;
    crypto::random_bytes({reinterpret_cast<std::uint8_t*>(&random), sizeof random});
    key.name = keys::KeyName::from_random(random);
    key.created = created;
    key.settings.description = "a key";
    return key;
}

inline SecretBytes secret_of(std::string_view text) { return SecretBytes::copy_of(as_bytes(text)); }

inline const std::string kMaterial = "material of a key, 32 bytes long";

inline CreateKey creation_of(Key key) { return {std::move(key), secret_of(kMaterial), {}}; }

// The key with one version a material.
inline PutKey put_of(Key key, const std::vector<std::string>& materials = {kMaterial}) {
    PutKey put{std::move(key), {}};
    for (const auto& material : materials) put.versions.push_back({put.key.created, secret_of(material), {}});
    return put;
}

inline CredentialFacts credential_facts(std::string_view id, const TenantId& tenant) {
    CredentialFacts facts;
    facts.id = id;
    facts.tenant = tenant;
    facts.user_name = id;
    return facts;
}

template <class... Changes>
std::vector<Change> changes(Changes&&... all) {
    std::vector<Change> made;
    (made.emplace_back(std::forward<Changes>(all)), ...);
    return made;
}

inline SecretBytes test_unseal_key(std::uint8_t first = 1) {
    SecretBytes key{kUnsealKeyBytes};
    key.expose_secret_for_writing()[0] = first;
    return key;
}

// A tenant in a store, with short ways to change and look at it.
class TenantInStore {
  public:
    TenantInStore(KeyStore& store, std::string_view name) : store_(store), facts_(tenant_named(name)) {}

    void create() { ASSERT_THAT(commit(CreateTenant{facts_}), Succeeds()); }
    template <class... Changes>
    Result<Epoch> commit(Changes&&... all) {
        return store_.commit(id(), changes(std::forward<Changes>(all)...));
    }
    // A committed key.
    Key create_key(TimePoint created = kCreated) {
        Key key = new_key(created);
        EXPECT_THAT(commit(creation_of(key)), Succeeds());
        key.revision = 1;
        return key;
    }
    Result<Epoch> put_alias(const std::string& name, const Key& key, IfExists if_exists = IfExists::refuse) {
        return commit(PutAlias{{name, key.id, kCreated, kCreated}, if_exists});
    }
    Result<Epoch> put_credential(const std::string& name, std::string_view secret,
                                 IfExists if_exists = IfExists::refuse) {
        return commit(PutCredential{credential_facts(name, id()), secret_of(secret), if_exists});
    }

    [[nodiscard]] const TenantId& id() const { return facts_.id; }
    [[nodiscard]] KeySpaceId space_id() const { return own_space(id()).id; }
    [[nodiscard]] const TenantFacts& facts() const { return facts_; }
    // Under a guard of the caller.
    [[nodiscard]] const Tenant* tenant() const { return store_.find_tenant(id()); }
    [[nodiscard]] const Key* find(const KeyId& key) const { return store_.find_key(*tenant(), key); }
    [[nodiscard]] const Alias* find_alias(std::string_view name) const { return store_.find_alias(*tenant(), name); }

  private:
    KeyStore& store_;
    TenantFacts facts_;
};

// Seals and opens again under the key's newest version, so that material is compared by what it does.
inline Bytes seal_known_message(const OpenedMaterial& opened) {
    const Bytes salt(16, 7);
    const std::string_view plaintext = "known message 16";
    Bytes sealed(plaintext.size() + crypto::kProofBytes);
    const MutableBytes all{sealed};
    opened.sealing_key->seal(as_bytes("info"), salt, {}, as_bytes(plaintext), crypto::Padding::none,
                             all.first(plaintext.size()), all.last<crypto::kProofBytes>());
    return sealed;
}

}  // namespace tandem::store
