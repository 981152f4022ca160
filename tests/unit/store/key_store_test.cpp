// Contract of every backend: the store itself, tenants and keys.

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

class KeyStoreTest : public KeyStoreContract {};
INSTANTIATE_TEST_SUITE_P(Backends, KeyStoreTest, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

// ---- the store itself ----

TEST_P(KeyStoreTest, tells_whether_its_changes_outlive_the_process) {
    EXPECT_EQ(store_->is_durable(), GetParam() == Kind::sqlite);
    EXPECT_TRUE(store_->is_writable());
}

TEST_P(KeyStoreTest, epoch_rises_by_one_with_each_commit) {
    const Epoch before = store_->epoch();
    const Key key = new_key();

    const auto committed = mine_.commit(creation_of(key), PutAlias{{"a", key.id, kCreated, kCreated}});

    ASSERT_THAT(committed, Succeeds());
    EXPECT_EQ(*committed, before + 1);
    EXPECT_EQ(store_->epoch(), before + 1);
}

TEST_P(KeyStoreTest, refused_commit_leaves_the_epoch) {
    const Epoch before = store_->epoch();
    EXPECT_THAT(mine_.commit(RemoveCredential{"nobody"}), FailsWith(ErrorCode::credential_unknown));
    EXPECT_EQ(store_->epoch(), before);
}

TEST_P(KeyStoreTest, empty_commit_changes_nothing) {
    const Epoch before = store_->epoch();
    const auto committed = store_->commit(mine_.id(), {});
    ASSERT_THAT(committed, Succeeds());
    EXPECT_EQ(*committed, before);
}

TEST_P(KeyStoreTest, commit_does_all_or_nothing) {
    const Key first = new_key();
    const Key second = new_key();

    const auto committed = mine_.commit(creation_of(first), PutAlias{{"taken", first.id, kCreated, kCreated}},
                                        creation_of(second), PutAlias{{"taken", second.id, kCreated, kCreated}});

    EXPECT_THAT(committed, FailsWith(ErrorCode::alias_exists));
    const auto guard = store_->read();
    EXPECT_THAT(mine_.find(first.id), IsNull());
    EXPECT_THAT(mine_.find(second.id), IsNull());
    EXPECT_THAT(mine_.find_alias("taken"), IsNull());
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 0U);
}

TEST_P(KeyStoreTest, later_change_of_a_commit_sees_the_earlier) {
    Key key = new_key();
    key.settings.state = keys::KeyState::pending_import;
    KeySettings enabled = key.settings;
    enabled.state = keys::KeyState::enabled;

    const auto committed =
        mine_.commit(CreateKey{key, {}, {}}, AddKeyVersion{key.id, 1, secret_of(kMaterial), {}, kCreated},
                     UpdateKey{key.id, 2, enabled});

    ASSERT_THAT(committed, Succeeds());
    const auto guard = store_->read();
    ASSERT_THAT(mine_.find(key.id), NotNull());
    EXPECT_EQ(mine_.find(key.id)->revision, 3U);
    EXPECT_EQ(mine_.find(key.id)->settings.state, keys::KeyState::enabled);
    EXPECT_EQ(mine_.find(key.id)->versions.size(), 1U);
}

// ---- tenants ----

TEST_P(KeyStoreTest, tenant_is_found_by_id_and_name) {
    const auto guard = store_->read();
    const Tenant* tenant = store_->find_tenant(mine_.id());
    ASSERT_THAT(tenant, NotNull());
    EXPECT_EQ(store_->find_tenant_by_name("mine"), tenant);
    EXPECT_EQ(tenant->facts.account_number, mine_.facts().account_number);
    EXPECT_EQ(tenant->facts.projects.at(1).name, "region-2");
    EXPECT_THAT(store_->find_tenant_by_name("other"), IsNull());
    EXPECT_EQ(store_->tenants().size(), 2U);
}

TEST_P(KeyStoreTest, tenant_with_a_known_id_or_name_is_a_conflict) {
    EXPECT_THAT(mine_.commit(CreateTenant{mine_.facts()}), FailsWith(ErrorCode::conflict));
    TenantFacts same_name = tenant_named("third");
    same_name.name = "mine";
    EXPECT_THAT(store_->commit(same_name.id, changes(CreateTenant{same_name})), FailsWith(ErrorCode::conflict));
}

TEST_P(KeyStoreTest, changes_of_an_absent_tenant_are_those_of_an_unknown_credential) {
    TenantInStore absent{*store_, "absent"};
    EXPECT_THAT(absent.commit(creation_of(new_key())), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(absent.put_credential("id", "secret"), FailsWith(ErrorCode::credential_unknown));
    EXPECT_THAT(absent.commit(RemoveTenant{}), FailsWith(ErrorCode::credential_unknown));
}

TEST_P(KeyStoreTest, tenant_can_be_made_together_with_what_it_owns) {
    TenantInStore fresh{*store_, "fresh"};
    const Key key = new_key();

    ASSERT_THAT(
        fresh.commit(CreateTenant{fresh.facts()}, PutCredential{credential_facts("id", fresh.id()), secret_of("s")},
                     creation_of(key), PutAlias{{"a", key.id, kCreated, kCreated}}),
        Succeeds());

    const auto guard = store_->read();
    EXPECT_THAT(fresh.find(key.id), NotNull());
    EXPECT_THAT(fresh.find_alias("a"), NotNull());
    ASSERT_THAT(store_->find_credential("id"), NotNull());
    EXPECT_EQ(store_->find_credential("id")->tenant.get(), fresh.tenant());
}

TEST_P(KeyStoreTest, removed_tenant_takes_its_keys_and_credentials_along) {
    mine_.create_key();
    ASSERT_THAT(mine_.put_credential("mine-id", "secret"), Succeeds());
    const Key kept = neighbour_.create_key();
    ASSERT_THAT(neighbour_.put_credential("neighbour-id", "secret"), Succeeds());

    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());

    const auto guard = store_->read();
    EXPECT_THAT(store_->find_tenant(mine_.id()), IsNull());
    EXPECT_THAT(store_->find_tenant_by_name("mine"), IsNull());
    EXPECT_THAT(store_->find_credential("mine-id"), IsNull());
    EXPECT_THAT(neighbour_.find(kept.id), NotNull());
    EXPECT_THAT(store_->find_credential("neighbour-id"), NotNull());
}

TEST_P(KeyStoreTest, tenant_can_come_back_empty) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    mine_.create();
    const auto guard = store_->read();
    EXPECT_THAT(mine_.find(key.id), IsNull());
}

TEST_P(KeyStoreTest, tenant_that_comes_back_has_another_serial) {
    const auto serial = [&] {
        const auto guard = store_->read();
        return mine_.tenant()->serial;
    };
    const std::uint64_t before = serial();
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    mine_.create();
    EXPECT_NE(serial(), before);
}

TEST_P(KeyStoreTest, removal_of_a_tenant_must_be_alone) {
    EXPECT_THAT(mine_.commit(creation_of(new_key()), RemoveTenant{}), FailsWith(ErrorCode::internal));
    const auto guard = store_->read();
    EXPECT_THAT(mine_.tenant(), NotNull());
}

TEST_P(KeyStoreTest, what_a_guard_saw_outlives_its_removal) {
    const Key key = mine_.create_key();
    const auto guard = store_->read();
    const Tenant* tenant = mine_.tenant();
    const Key* seen = mine_.find(key.id);

    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    neighbour_.create_key();

    EXPECT_EQ(seen->id, key.id);
    EXPECT_EQ(tenant->facts.name, "mine");
    EXPECT_THAT(store_->open_material(*tenant, *seen, *seen->newest()), Succeeds());
}

TEST_P(KeyStoreTest, tenants_derive_other_bytes_of_the_same) {
    const auto guard = store_->read();
    EXPECT_NE(mine_.tenant()->derive("label", as_bytes("token")),
              neighbour_.tenant()->derive("label", as_bytes("token")));
}

// ---- keys ----

TEST_P(KeyStoreTest, key_is_found_by_id_and_name_in_its_tenant_alone) {
    const Key key = mine_.create_key();
    const auto guard = store_->read();
    const Key* found = store_->find_key(*mine_.tenant(), key.id);
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(store_->find_key(*mine_.tenant(), key.name), found);
    EXPECT_EQ(found->revision, 1U);
    EXPECT_EQ(found->settings.description, "a key");
    EXPECT_EQ(found->newest()->number(), 0U);
    EXPECT_THAT(store_->find_key(*neighbour_.tenant(), key.id), IsNull());
    EXPECT_THAT(store_->find_key(*neighbour_.tenant(), key.name), IsNull());
}

TEST_P(KeyStoreTest, key_without_material_has_no_version) {
    const Key key = new_key();
    ASSERT_THAT(mine_.commit(CreateKey{key, {}, {}}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(mine_.find(key.id)->newest(), IsNull());
}

TEST_P(KeyStoreTest, second_key_of_an_id_or_name_is_a_conflict) {
    const Key key = mine_.create_key();
    Key same_id = new_key();
    same_id.id = key.id;
    Key same_name = new_key();
    same_name.name = key.name;
    EXPECT_THAT(mine_.commit(creation_of(same_id)), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(creation_of(same_name)), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.commit(creation_of(same_name)), Succeeds());
}

TEST_P(KeyStoreTest, update_replaces_the_settings_and_raises_the_revision) {
    const Key key = mine_.create_key();
    KeySettings settings = key.settings;
    settings.state = keys::KeyState::disabled;
    settings.description = "changed";
    settings.primary_alias = "first";

    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 1, settings}), Succeeds());

    const auto guard = store_->read();
    const Key* found = mine_.find(key.id);
    EXPECT_EQ(found->revision, 2U);
    EXPECT_EQ(found->settings.state, keys::KeyState::disabled);
    EXPECT_EQ(found->settings.description, "changed");
    EXPECT_EQ(found->settings.primary_alias, "first");
    EXPECT_EQ(found->versions.size(), 1U);
    EXPECT_EQ(store_->find_key(*mine_.tenant(), key.name), found);
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 1U);
}

TEST_P(KeyStoreTest, changes_at_another_revision_are_a_conflict) {
    const Key key = mine_.create_key();
    for (const std::uint64_t revision : {std::uint64_t{0}, std::uint64_t{2}}) {
        EXPECT_THAT(mine_.commit(UpdateKey{key.id, revision, key.settings}), FailsWith(ErrorCode::conflict));
        EXPECT_THAT(mine_.commit(AddKeyVersion{key.id, revision, secret_of(kMaterial), {}, kCreated}),
                    FailsWith(ErrorCode::conflict));
        EXPECT_THAT(mine_.commit(RemoveKey{key.id, revision}), FailsWith(ErrorCode::conflict));
    }
    const auto guard = store_->read();
    EXPECT_EQ(mine_.find(key.id)->revision, 1U);
}

TEST_P(KeyStoreTest, neighbour_cannot_change_the_key) {
    const Key key = mine_.create_key();
    EXPECT_THAT(neighbour_.commit(UpdateKey{key.id, 1, key.settings}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.commit(AddKeyVersion{key.id, 1, secret_of(kMaterial), {}, kCreated}),
                FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.commit(RemoveKey{key.id, 1}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(neighbour_.put_alias("a", key), FailsWith(ErrorCode::conflict));
}

TEST_P(KeyStoreTest, takes_as_many_keys_as_the_creation_says) {
    for (int i = 0; i < 2; ++i) {
        CreateKey creation = creation_of(new_key());
        creation.most_keys = 2;
        ASSERT_THAT(mine_.commit(std::move(creation)), Succeeds());
    }
    for (const std::size_t most : {1u, 2u}) {
        CreateKey creation = creation_of(new_key());
        creation.most_keys = most;
        EXPECT_THAT(mine_.commit(std::move(creation)), FailsWith(ErrorCode::conflict));
    }
    CreateKey neighbours = creation_of(new_key());
    neighbours.most_keys = 1;
    EXPECT_THAT(neighbour_.commit(std::move(neighbours)), Succeeds());
}

TEST_P(KeyStoreTest, counts_the_keys_of_the_same_commit) {
    const Key gone = mine_.create_key();
    CreateKey first = creation_of(new_key());
    CreateKey second = creation_of(new_key());
    first.most_keys = second.most_keys = 1;
    EXPECT_THAT(mine_.commit(std::move(first), RemoveKey{gone.id, 1}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(RemoveKey{gone.id, 1}, std::move(second)), Succeeds());
}

TEST_P(KeyStoreTest, new_version_comes_behind_the_old_ones) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(AddKeyVersion{key.id, 1, secret_of("other material, 32 bytes long.."), {}, kCreated + 1s}),
                Succeeds());

    const auto guard = store_->read();
    const Key* found = mine_.find(key.id);
    ASSERT_EQ(found->versions.size(), 2U);
    EXPECT_EQ(found->newest()->number(), 1U);
    EXPECT_EQ(found->newest()->created(), kCreated + 1s);
    EXPECT_EQ(found->revision, 2U);
    ASSERT_THAT(found->version(0), NotNull());
    EXPECT_THAT(found->version(2), IsNull());
    const auto old_material = store_->open_material(*mine_.tenant(), *found, *found->version(0));
    const auto new_material = store_->open_material(*mine_.tenant(), *found, *found->newest());
    ASSERT_THAT(old_material, Succeeds());
    ASSERT_THAT(new_material, Succeeds());
    EXPECT_NE(seal_known_message(**old_material), seal_known_message(**new_material));
}

TEST_P(KeyStoreTest, removed_key_takes_its_aliases_along) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    ASSERT_THAT(mine_.put_alias("b", key), Succeeds());
    ASSERT_THAT(mine_.put_alias("c", other), Succeeds());

    ASSERT_THAT(mine_.commit(RemoveKey{key.id, 1}), Succeeds());

    const auto guard = store_->read();
    EXPECT_THAT(mine_.find(key.id), IsNull());
    EXPECT_THAT(store_->find_key(*mine_.tenant(), key.name), IsNull());
    EXPECT_THAT(alias_names(store_->aliases(*mine_.tenant())), ElementsAre("c"));
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 1U);
}

TEST_P(KeyStoreTest, alias_moved_away_in_the_same_commit_survives_its_old_key) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());

    ASSERT_THAT(mine_.commit(PutAlias{{"a", other.id, kCreated, kCreated}, IfExists::replace}, RemoveKey{key.id, 1}),
                Succeeds());

    const auto guard = store_->read();
    ASSERT_THAT(mine_.find_alias("a"), NotNull());
    EXPECT_EQ(mine_.find_alias("a")->key, other.id);
}

TEST_P(KeyStoreTest, keys_are_listed_newest_first_and_ties_by_id) {
    const Key oldest = mine_.create_key(kCreated);
    const Key newest = mine_.create_key(kCreated + 2ms);
    const Key tie_a = mine_.create_key(kCreated + 1ms);
    const Key tie_b = mine_.create_key(kCreated + 1ms);
    neighbour_.create_key();

    const auto guard = store_->read();
    const auto [low, high] = std::minmax(tie_a.id, tie_b.id);
    EXPECT_THAT(listed(mine_), ElementsAre(newest.id, low, high, oldest.id));
}

TEST_P(KeyStoreTest, key_falls_due_at_its_deletion_date) {
    const Key key = mine_.create_key();
    KeySettings settings = key.settings;
    settings.state = keys::KeyState::pending_deletion;
    settings.deletion_date = kCreated + 24h;
    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 1, settings}), Succeeds());

    EXPECT_THAT(store_->due_keys(kCreated + 24h - 1ms), IsEmpty());
    EXPECT_THAT(store_->due_keys(kCreated + 24h), ElementsAre(std::pair{mine_.space_id(), key.id}));
    EXPECT_THAT(store_->due_keys(kCreated + 24h + 1ms), ElementsAre(std::pair{mine_.space_id(), key.id}));

    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 2, key.settings}), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 48h), IsEmpty());
}

TEST_P(KeyStoreTest, new_version_may_bring_new_settings) {
    const Key key = mine_.create_key();
    KeySettings settings = key.settings;
    settings.description = "rotated";
    ASSERT_THAT(mine_.commit(AddKeyVersion{key.id, 1, secret_of(kMaterial), {}, kCreated, settings}), Succeeds());
    const auto guard = store_->read();
    EXPECT_EQ(mine_.find(key.id)->settings.description, "rotated");
    EXPECT_EQ(mine_.find(key.id)->revision, 2U);
    EXPECT_EQ(mine_.find(key.id)->versions.size(), 2U);
}

TEST_P(KeyStoreTest, enabled_key_falls_due_at_its_rotation) {
    Key key = new_key();
    key.settings.attributes.edit([](KeyAttributes& more) { more.rotation = {true, 1, {}, kCreated + 24h}; });
    ASSERT_THAT(mine_.commit(creation_of(key)), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 24h - 1ms), IsEmpty());
    EXPECT_THAT(store_->due_keys(kCreated + 24h), ElementsAre(std::pair{mine_.space_id(), key.id}));
    key.settings.state = keys::KeyState::disabled;
    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 1, key.settings}), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 24h), IsEmpty());
}

TEST_P(KeyStoreTest, key_falls_due_when_its_material_expires) {
    Key key = new_key();
    key.settings.state = keys::KeyState::disabled;
    key.settings.attributes.edit([](KeyAttributes& more) { more.material_expires = kCreated + 1h; });
    ASSERT_THAT(mine_.commit(creation_of(key)), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 1h - 1ms), IsEmpty());
    EXPECT_THAT(store_->due_keys(kCreated + 1h), ElementsAre(std::pair{mine_.space_id(), key.id}));
}

TEST_P(KeyStoreTest, removed_key_and_tenant_are_no_longer_due) {
    KeySettings pending;
    pending.state = keys::KeyState::pending_deletion;
    pending.deletion_date = kCreated;
    const Key in_mine = mine_.create_key();
    const Key in_neighbour = neighbour_.create_key();
    ASSERT_THAT(mine_.commit(UpdateKey{in_mine.id, 1, pending}), Succeeds());
    ASSERT_THAT(neighbour_.commit(UpdateKey{in_neighbour.id, 1, pending}), Succeeds());

    ASSERT_THAT(mine_.commit(RemoveKey{in_mine.id, 2}), Succeeds());
    ASSERT_THAT(neighbour_.commit(RemoveTenant{}), Succeeds());

    EXPECT_THAT(store_->due_keys(kCreated + 1h), IsEmpty());
}

TEST_P(KeyStoreTest, table_grows_and_shrinks_with_its_keys) {
    std::vector<Key> keys;
    for (int i = 0; i < 200; ++i) keys.push_back(mine_.create_key(kCreated + Milliseconds{i}));
    for (std::size_t i = 0; i < keys.size(); i += 2) ASSERT_THAT(mine_.commit(RemoveKey{keys[i].id, 1}), Succeeds());
    for (int i = 0; i < 50; ++i) mine_.create_key(kCreated + 1s);

    const auto guard = store_->read();
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 150U);
    for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(mine_.find(keys[i].id) != nullptr, i % 2 == 1) << i;
}

}  // namespace
}  // namespace tandem::store
