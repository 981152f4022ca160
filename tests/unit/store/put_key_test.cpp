// Contract of every backend: keys that are put as a whole, as seeds and resets do.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;
using testing::SizeIs;

const std::string kOther = "another material, 32 bytes long.";

class PutKeyContract : public KeyStoreContract {
  protected:
    std::vector<std::string> materials(const KeyId& id) {
        const auto guard = store_->read();
        const Key& key = *mine_.find(id);
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < key.versions.size(); ++i) {
            const auto material = store_->export_material(*mine_.tenant(), key, key.versions[i]);
            EXPECT_THAT(material, Succeeds());
            texts.emplace_back(as_text(material->expose_secret()));
        }
        return texts;
    }
    std::uint64_t revision(const KeyId& id) {
        const auto guard = store_->read();
        return mine_.find(id)->revision;
    }
};
INSTANTIATE_TEST_SUITE_P(Backends, PutKeyContract, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

TEST_P(PutKeyContract, makes_a_key_with_all_its_versions) {
    const Key key = new_key();
    ASSERT_THAT(mine_.commit(put_of(key, {kMaterial, kOther})), Succeeds());
    EXPECT_THAT(materials(key.id), ElementsAre(kMaterial, kOther));
    EXPECT_EQ(revision(key.id), 1u);
    const auto guard = store_->read();
    EXPECT_EQ(mine_.find(key.id)->versions[1].number(), 1u);
    EXPECT_THAT(store_->find_key(*mine_.tenant(), key.name), NotNull());
}

TEST_P(PutKeyContract, replaces_a_key_and_its_versions) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(AddKeyVersion{key.id, 1, secret_of(kOther), {}, kCreated}), Succeeds());
    ASSERT_THAT(mine_.commit(put_of(key, {kOther})), Succeeds());
    EXPECT_THAT(materials(key.id), ElementsAre(kOther));
}

TEST_P(PutKeyContract, no_condition_from_before_holds_after) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(put_of(key)), Succeeds());
    EXPECT_EQ(revision(key.id), 2u);
    EXPECT_THAT(mine_.commit(UpdateKey{key.id, 1, key.settings}), FailsWith(ErrorCode::conflict));
}

TEST_P(PutKeyContract, another_creation_date_moves_the_key_in_lists) {
    Key first = mine_.create_key(kCreated + 1s);
    const Key second = mine_.create_key(kCreated + 2s);
    first.created = kCreated + 3s;
    ASSERT_THAT(mine_.commit(put_of(first)), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(listed(mine_), ElementsAre(first.id, second.id));
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 2u);
}

TEST_P(PutKeyContract, a_key_may_wait_for_its_material) {
    Key key = new_key();
    key.settings.state = keys::KeyState::pending_import;
    ASSERT_THAT(mine_.commit(put_of(key, {})), Succeeds());
    EXPECT_THAT(materials(key.id), SizeIs(0));
}

TEST_P(PutKeyContract, a_name_of_another_key_is_a_conflict) {
    const Key taken = mine_.create_key();
    Key key = new_key();
    key.name = taken.name;
    EXPECT_THAT(mine_.commit(put_of(key)), FailsWith(ErrorCode::conflict));
    const auto guard = store_->read();
    EXPECT_THAT(mine_.find(key.id), IsNull());
}

TEST_P(PutKeyContract, a_key_keeps_its_name) {
    Key key = mine_.create_key();
    key.name = new_key().name;
    EXPECT_THAT(mine_.commit(put_of(key)), FailsWith(ErrorCode::conflict));
}

TEST_P(PutKeyContract, twice_in_one_commit_the_last_one_holds) {
    const Key key = new_key();
    ASSERT_THAT(mine_.commit(put_of(key, {kMaterial, kMaterial}), put_of(key, {kOther})), Succeeds());
    EXPECT_THAT(materials(key.id), ElementsAre(kOther));
}

TEST_P(PutKeyContract, aliases_stay) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    ASSERT_THAT(mine_.commit(put_of(key)), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(alias_names(store_->aliases_of(*mine_.tenant(), key.id)), ElementsAre("a"));
}

TEST_P(PutKeyContract, a_deletion_date_falls_due_and_goes_with_a_replacement) {
    Key key = new_key();
    key.settings.state = keys::KeyState::pending_deletion;
    key.settings.deletion_date = kCreated + 1h;
    ASSERT_THAT(mine_.commit(put_of(key)), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 1h), ElementsAre(std::pair{mine_.space_id(), key.id}));
    key.settings = {};
    ASSERT_THAT(mine_.commit(put_of(key)), Succeeds());
    EXPECT_THAT(store_->due_keys(kCreated + 1h), SizeIs(0));
}

TEST_P(PutKeyContract, the_neighbour_notices_nothing) {
    const Key key = mine_.create_key();
    ASSERT_THAT(neighbour_.commit(put_of(key, {kOther})), Succeeds());
    EXPECT_THAT(materials(key.id), ElementsAre(kMaterial));
}

TEST_P(PutKeyContract, what_was_replaced_is_gone_after_a_restart) {
    if (GetParam() == Kind::memory) GTEST_SKIP() << "memory does not outlive its process";
    const Key key = new_key();
    ASSERT_THAT(mine_.commit(put_of(key, {kMaterial, kMaterial, kMaterial})), Succeeds());
    ASSERT_THAT(mine_.commit(put_of(key, {kOther})), Succeeds());
    store_.reset();
    store_ = KeyStore::open(make_backend(), test_unseal_key(), clock_);
    TenantInStore again{*store_, "mine"};
    const auto guard = store_->read();
    const Key& found = *again.find(key.id);
    ASSERT_THAT(found.versions, SizeIs(1));
    const auto material = store_->export_material(*again.tenant(), found, found.versions[0]);
    EXPECT_EQ(as_text(material->expose_secret()), kOther);
}

TEST_P(PutKeyContract, holds_1000_versions) {
    const Key key = new_key();
    ASSERT_THAT(mine_.commit(put_of(key, std::vector<std::string>(1000, kMaterial))), Succeeds());
    EXPECT_THAT(materials(key.id), SizeIs(1000));
}

}  // namespace
}  // namespace tandem::store
