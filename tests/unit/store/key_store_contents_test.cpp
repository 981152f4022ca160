// Contract of every backend: material, aliases and credentials.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNull;
using testing::NotNull;

class KeyStoreContents : public KeyStoreContract {};
INSTANTIATE_TEST_SUITE_P(Backends, KeyStoreContents, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

// ---- material ----

TEST_P(KeyStoreContents, material_is_opened_once) {
    const Key key = mine_.create_key();
    const auto guard = store_->read();
    const Key* found = mine_.find(key.id);
    const auto first = store_->open_material(*mine_.tenant(), *found, *found->newest());
    const auto second = store_->open_material(*mine_.tenant(), *found, *found->newest());
    ASSERT_THAT(first, Succeeds());
    EXPECT_EQ(*first, *second);
}

TEST_P(KeyStoreContents, opened_material_survives_a_change_of_the_key) {
    const Key key = mine_.create_key();
    const auto guard = store_->read();
    const auto before = store_->open_material(*mine_.tenant(), *mine_.find(key.id), *mine_.find(key.id)->newest());
    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 1, key.settings}), Succeeds());
    const auto after = store_->open_material(*mine_.tenant(), *mine_.find(key.id), *mine_.find(key.id)->newest());
    EXPECT_EQ(*before, *after);
}

TEST_P(KeyStoreContents, material_opens_as_its_spec_says) {
    Key aes = new_key();
    Key sm4 = new_key();
    sm4.spec = keys::KeySpec::sm4;
    Key mac = new_key();
    mac.spec = keys::KeySpec::hmac_256;
    Key sm2 = new_key();
    sm2.spec = keys::KeySpec::sm2;
    auto pair = crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::sm2);
    ASSERT_THAT(pair, Succeeds());
    const Bytes public_key = pair->public_key()->to_der();
    ASSERT_THAT(mine_.commit(creation_of(aes), CreateKey{sm4, secret_of("0123456789abcdef"), {}}, creation_of(mac),
                             CreateKey{sm2, pair->to_der(), public_key}),
                Succeeds());

    const auto guard = store_->read();
    const auto open = [&](const Key& key) {
        const Key* found = mine_.find(key.id);
        return *store_->open_material(*mine_.tenant(), *found, *found->newest());
    };
    EXPECT_EQ(open(aes)->sealing_key->suite(), crypto::Suite::aes256_gcm);
    EXPECT_EQ(open(sm4)->sealing_key->suite(), crypto::Suite::sm4_ctr_hmac_sm3);
    EXPECT_EQ(as_text(open(mac)->mac_key.expose_secret()), kMaterial);
    ASSERT_THAT(open(sm2)->private_key, NotNull());
    EXPECT_EQ(open(sm2)->private_key->public_key()->to_der(), public_key);
    EXPECT_EQ(to_bytes(mine_.find(sm2.id)->newest()->public_key()), public_key);
}

TEST_P(KeyStoreContents, sealed_material_is_not_the_material) {
    const Key key = mine_.create_key();
    const auto guard = store_->read();
    const Bytes sealed = to_bytes(mine_.find(key.id)->newest()->sealed_material());
    EXPECT_EQ(sealed.size(), 16 + kMaterial.size() + 32);  // salt, ciphertext, commitment and tag
    EXPECT_EQ(as_text(sealed).find(kMaterial.substr(0, 8)), std::string_view::npos);
}

// ---- aliases ----

TEST_P(KeyStoreContents, a_primary_alias_is_one_text_with_its_alias) {
    Key key = new_key();
    key.settings.primary_alias = "first";
    ASSERT_THAT(mine_.commit(creation_of(key), PutAlias{{"first", key.id, kCreated, kCreated}}), Succeeds());
    ASSERT_THAT(mine_.put_alias("second", key), Succeeds());
    const auto guard = store_->read();
    const auto* shared = mine_.find(key.id)->settings.primary_alias.view().data();
    EXPECT_EQ(mine_.find_alias("first")->name.view().data(), shared);
    EXPECT_NE(mine_.find_alias("second")->name.view().data(), shared);
}

TEST_P(KeyStoreContents, alias_is_found_in_its_tenant_alone) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(PutAlias{{"a", key.id, kCreated, kCreated + 1s}}), Succeeds());
    const auto guard = store_->read();
    const Alias* alias = mine_.find_alias("a");
    ASSERT_THAT(alias, NotNull());
    EXPECT_EQ(alias->key, key.id);
    EXPECT_EQ(alias->created, kCreated);
    EXPECT_EQ(alias->updated, kCreated + 1s);
    EXPECT_THAT(neighbour_.find_alias("a"), IsNull());
}

TEST_P(KeyStoreContents, alias_of_an_absent_key_is_refused) {
    EXPECT_THAT(mine_.put_alias("a", new_key()), FailsWith(ErrorCode::conflict));
}

TEST_P(KeyStoreContents, taken_alias_is_refused_unless_it_may_be_replaced) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    EXPECT_THAT(mine_.put_alias("a", other), FailsWith(ErrorCode::alias_exists));
    ASSERT_THAT(mine_.put_alias("a", other, IfExists::replace), Succeeds());

    const auto guard = store_->read();
    EXPECT_EQ(mine_.find_alias("a")->key, other.id);
    EXPECT_THAT(store_->aliases_of(*mine_.tenant(), key.id), IsEmpty());
    EXPECT_EQ(store_->aliases_of(*mine_.tenant(), other.id).size(), 1U);
}

TEST_P(KeyStoreContents, the_neighbour_has_a_namespace_of_its_own) {
    ASSERT_THAT(mine_.put_alias("a", mine_.create_key()), Succeeds());
    EXPECT_THAT(neighbour_.put_alias("a", neighbour_.create_key()), Succeeds());
}

TEST_P(KeyStoreContents, aliases_are_listed_by_name) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    for (const char* name : {"c", "a", "b"}) ASSERT_THAT(mine_.put_alias(name, key), Succeeds());
    ASSERT_THAT(mine_.put_alias("aa", other), Succeeds());

    const auto guard = store_->read();
    EXPECT_THAT(alias_names(store_->aliases(*mine_.tenant())), ElementsAre("a", "aa", "b", "c"));
    EXPECT_THAT(alias_names(store_->aliases_of(*mine_.tenant(), key.id)), ElementsAre("a", "b", "c"));
}

TEST_P(KeyStoreContents, alias_is_removed_only_with_its_own_key) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    EXPECT_THAT(mine_.commit(RemoveAlias{"a", other.id}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(RemoveAlias{"b", key.id}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.commit(RemoveAlias{"a", key.id}), FailsWith(ErrorCode::conflict));
    ASSERT_THAT(mine_.commit(RemoveAlias{"a", key.id}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(mine_.find_alias("a"), IsNull());
}

// ---- credentials ----

TEST_P(KeyStoreContents, credential_is_found_with_its_secret_and_tenant) {
    CredentialFacts facts = credential_facts("id", mine_.id());
    facts.session_token = "token";
    facts.expires = kCreated + 1h;
    facts.enabled = false;
    ASSERT_THAT(mine_.commit(PutCredential{facts, secret_of("secret")}), Succeeds());

    const auto guard = store_->read();
    const Credential* found = store_->find_credential("id");
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(as_text(found->secret.expose_secret()), "secret");
    EXPECT_EQ(found->facts.session_token, "token");
    EXPECT_EQ(found->facts.expires, kCreated + 1h);
    EXPECT_FALSE(found->facts.enabled);
    EXPECT_EQ(found->tenant.get(), mine_.tenant());
    EXPECT_THAT(store_->find_credential("i"), IsNull());
}

TEST_P(KeyStoreContents, credential_keeps_its_rules) {
    CredentialFacts facts = credential_facts("id", mine_.id());
    facts.allow = {{{"Encrypt", "huawei:*"}, {"alias/orders"}}, {{"ListKeys"}, {}}};
    ASSERT_THAT(mine_.commit(PutCredential{facts, secret_of("secret")}), Succeeds());
    const auto guard = store_->read();
    const Credential* found = store_->find_access_key("id");
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(found->facts.allow, facts.allow);
    EXPECT_FALSE(found->facts.login_only);
}

TEST_P(KeyStoreContents, user_without_an_access_key_is_no_access_key) {
    CredentialFacts facts = credential_facts("id", mine_.id());
    facts.login_only = true;
    ASSERT_THAT(mine_.commit(PutCredential{facts, secret_of("secret")}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(store_->find_credential("id"), NotNull());
    EXPECT_THAT(store_->find_access_key("id"), IsNull());
}

TEST_P(KeyStoreContents, replaced_credential_has_a_new_serial) {
    ASSERT_THAT(mine_.put_credential("id", "old"), Succeeds());
    std::uint64_t old_serial = 0;
    {
        const auto guard = store_->read();
        old_serial = store_->find_credential("id")->serial;
    }
    EXPECT_THAT(mine_.put_credential("id", "new"), FailsWith(ErrorCode::conflict));
    ASSERT_THAT(mine_.put_credential("id", "new", IfExists::replace), Succeeds());

    const auto guard = store_->read();
    EXPECT_GT(store_->find_credential("id")->serial, old_serial);
    EXPECT_EQ(as_text(store_->find_credential("id")->secret.expose_secret()), "new");
    EXPECT_EQ(store_->credentials().size(), 1U);
}

TEST_P(KeyStoreContents, neighbour_can_neither_replace_nor_remove_the_credential) {
    ASSERT_THAT(mine_.put_credential("id", "mine"), Succeeds());
    EXPECT_THAT(neighbour_.put_credential("id", "theirs", IfExists::replace), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.commit(RemoveCredential{"id"}), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(neighbour_.commit(PutCredential{credential_facts("other", mine_.id()), secret_of("s")}),
                FailsWith(ErrorCode::internal));
    ASSERT_THAT(mine_.commit(RemoveCredential{"id"}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(store_->find_credential("id"), IsNull());
}

}  // namespace
}  // namespace tandem::store
