// Contract of every backend: lists of keys and aliases, and their pages.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using keys::KeySpec;
using keys::KeyState;
using testing::ElementsAre;
using testing::IsEmpty;

class StoreLists : public KeyStoreContract {
  protected:
    // Keys by id, so that ties are in a known order.
    std::vector<KeyId> create_keys_of_one_date(int count) {
        std::vector<KeyId> ids;
        for (int i = 0; i < count; ++i) ids.push_back(mine_.create_key().id);
        std::ranges::sort(ids);
        return ids;
    }
    std::vector<KeyId> page(KeyOrder order, std::size_t offset, std::size_t limit) {
        std::vector<KeyId> ids;
        for (const Key* key : store_->keys(*mine_.tenant(), order, offset, limit)) ids.push_back(key->id);
        return ids;
    }
    std::vector<KeyId> visited(KeyOrder order, std::size_t most) {
        std::vector<KeyId> ids;
        store_->visit_keys(*mine_.tenant(), order, [&](const Key& key) {
            ids.push_back(key.id);
            return ids.size() < most;
        });
        return ids;
    }
    std::size_t count_of(const keys::KeyClass& wanted) {
        for (const auto& [of_class, count] : store_->key_classes(*mine_.tenant())) {
            if (of_class == wanted) return count;
        }
        return 0;
    }
    std::vector<std::string> names_of(const Key& key) {
        return alias_names(store_->aliases_of(*mine_.tenant(), key.id));
    }

    ReadGuard guard_ = store_->read();
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreLists, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

// ---- keys ----

TEST_P(StoreLists, show_keys_by_creation_and_then_by_id_and_in_reverse) {
    auto newest_first = create_keys_of_one_date(3);
    newest_first.insert(newest_first.begin(), mine_.create_key(kCreated + 1ms).id);
    newest_first.push_back(mine_.create_key(kCreated - 1ms).id);
    EXPECT_EQ(page(KeyOrder::newest_first, 0, SIZE_MAX), newest_first);
    EXPECT_EQ(visited(KeyOrder::newest_first, SIZE_MAX), newest_first);
    std::ranges::reverse(newest_first);
    EXPECT_EQ(page(KeyOrder::oldest_first, 0, SIZE_MAX), newest_first);
    EXPECT_EQ(visited(KeyOrder::oldest_first, SIZE_MAX), newest_first);
}

TEST_P(StoreLists, cut_pages_of_keys) {
    const auto ids = create_keys_of_one_date(3);
    EXPECT_THAT(page(KeyOrder::newest_first, 0, 0), IsEmpty());
    EXPECT_THAT(page(KeyOrder::newest_first, 0, 2), ElementsAre(ids[0], ids[1]));
    EXPECT_THAT(page(KeyOrder::newest_first, 2, 2), ElementsAre(ids[2]));
    EXPECT_THAT(page(KeyOrder::newest_first, 3, 2), IsEmpty());
    EXPECT_THAT(page(KeyOrder::oldest_first, 1, 5), ElementsAre(ids[1], ids[0]));
}

TEST_P(StoreLists, stop_a_visit_when_it_has_enough) {
    const auto ids = create_keys_of_one_date(3);
    EXPECT_THAT(visited(KeyOrder::newest_first, 2), ElementsAre(ids[0], ids[1]));
    mine_.put_alias("a", *mine_.find(ids[0]));
    mine_.put_alias("b", *mine_.find(ids[0]));
    std::vector<std::string> names;
    store_->visit_aliases(*mine_.tenant(), [&](const Alias& alias) {
        names.push_back(alias.name.str());
        return false;
    });
    EXPECT_THAT(names, ElementsAre("a"));
}

TEST_P(StoreLists, show_a_key_once_when_its_creation_changes) {
    const Key first = mine_.create_key(kCreated);
    const Key second = mine_.create_key(kCreated + 1s);
    Key moved = *mine_.find(first.id);
    moved.created = kCreated + 2s;
    ASSERT_THAT(mine_.commit(put_of(moved)), Succeeds());
    EXPECT_THAT(listed(mine_), ElementsAre(first.id, second.id));
}

TEST_P(StoreLists, show_nothing_of_a_neighbour) {
    const Key key = neighbour_.create_key();
    ASSERT_THAT(neighbour_.put_alias("a", key), Succeeds());
    EXPECT_THAT(page(KeyOrder::newest_first, 0, 1), IsEmpty());
    EXPECT_THAT(visited(KeyOrder::newest_first, 1), IsEmpty());
    EXPECT_THAT(store_->key_classes(*mine_.tenant()), IsEmpty());
    EXPECT_THAT(store_->aliases(*mine_.tenant(), 0, 1), IsEmpty());
    EXPECT_EQ(store_->alias_count(*mine_.tenant()), 0u);
}

// ---- classes ----

TEST_P(StoreLists, count_the_keys_of_a_class) {
    mine_.create_key();
    mine_.create_key();
    Key other = new_key();
    other.spec = KeySpec::sm4;
    ASSERT_THAT(mine_.commit(creation_of(other)), Succeeds());
    EXPECT_EQ(store_->key_classes(*mine_.tenant()).size(), 2u);
    EXPECT_EQ(count_of({}), 2u);
    EXPECT_EQ(count_of({.spec = KeySpec::sm4}), 1u);
}

TEST_P(StoreLists, count_a_key_in_its_new_class_when_it_changes) {
    const Key key = mine_.create_key();
    KeySettings disabled = key.settings;
    disabled.state = KeyState::disabled;
    ASSERT_THAT(mine_.commit(UpdateKey{key.id, 1, disabled}), Succeeds());
    EXPECT_EQ(count_of({}), 0u);
    EXPECT_EQ(count_of({.state = KeyState::disabled}), 1u);

    Key replaced = *mine_.find(key.id);
    replaced.spec = KeySpec::sm4;
    ASSERT_THAT(mine_.commit(put_of(replaced)), Succeeds());
    EXPECT_EQ(count_of({.spec = KeySpec::sm4, .state = KeyState::disabled}), 1u);
    EXPECT_EQ(store_->key_classes(*mine_.tenant()).size(), 1u);
}

TEST_P(StoreLists, count_no_class_without_keys) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(RemoveKey{key.id, 1}), Succeeds());
    EXPECT_THAT(store_->key_classes(*mine_.tenant()), IsEmpty());
}

// ---- aliases ----

TEST_P(StoreLists, cut_pages_of_aliases_by_name) {
    const Key key = mine_.create_key();
    for (const char* name : {"c", "a", "b"}) ASSERT_THAT(mine_.put_alias(name, key), Succeeds());
    const auto page = [this](std::size_t offset, std::size_t limit) {
        return alias_names(store_->aliases(*mine_.tenant(), offset, limit));
    };
    EXPECT_THAT(page(0, 2), ElementsAre("a", "b"));
    EXPECT_THAT(page(2, 2), ElementsAre("c"));
    EXPECT_THAT(page(3, 2), IsEmpty());
    EXPECT_EQ(store_->alias_count(*mine_.tenant()), 3u);
}

TEST_P(StoreLists, show_a_moved_alias_with_its_new_key_alone) {
    const Key from = mine_.create_key();
    const Key to = mine_.create_key();
    for (const char* name : {"a", "b", "c"}) ASSERT_THAT(mine_.put_alias(name, from), Succeeds());
    ASSERT_THAT(mine_.put_alias("b", to, IfExists::replace), Succeeds());
    EXPECT_THAT(names_of(from), ElementsAre("a", "c"));
    EXPECT_THAT(names_of(to), ElementsAre("b"));
}

TEST_P(StoreLists, show_a_replaced_alias_as_it_is_now) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    ASSERT_THAT(mine_.commit(PutAlias{{"a", key.id, kCreated, kCreated + 1s}, IfExists::replace}), Succeeds());
    const auto aliases = store_->aliases_of(*mine_.tenant(), key.id);
    ASSERT_EQ(aliases.size(), 1u);
    EXPECT_EQ(aliases.front(), mine_.find_alias("a"));
    EXPECT_EQ(aliases.front()->updated, kCreated + 1s);
}

TEST_P(StoreLists, show_no_removed_alias_with_its_key) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    for (const char* name : {"a", "b"}) ASSERT_THAT(mine_.put_alias(name, key), Succeeds());
    ASSERT_THAT(mine_.put_alias("c", other), Succeeds());
    ASSERT_THAT(mine_.commit(RemoveAlias{"a", key.id}), Succeeds());
    EXPECT_THAT(names_of(key), ElementsAre("b"));
    ASSERT_THAT(mine_.commit(RemoveKey{key.id, 1}), Succeeds());
    EXPECT_THAT(names_of(key), IsEmpty());
    EXPECT_THAT(alias_names(store_->aliases(*mine_.tenant())), ElementsAre("c"));
}

TEST_P(StoreLists, show_an_alias_that_was_made_again) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    ASSERT_THAT(mine_.put_alias("a", key), Succeeds());
    ASSERT_THAT(mine_.commit(RemoveAlias{"a", key.id}, PutAlias{{"a", other.id, kCreated, kCreated}}), Succeeds());
    EXPECT_THAT(names_of(key), IsEmpty());
    EXPECT_THAT(names_of(other), ElementsAre("a"));
}

// ---- after a restart ----

TEST(StoreListsOverSqlite, are_the_same_after_a_restart) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    const auto open = [&] {
        return KeyStore::open(open_sqlite_backend({folder / "store.db", {}, false}), test_unseal_key(), clock);
    };
    std::vector<KeyId> newest_first;
    const auto ids_of = [](const std::vector<const Key*>& keys) {
        std::vector<KeyId> ids;
        for (const Key* key : keys) ids.push_back(key->id);
        return ids;
    };
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        for (int i = 0; i < 20; ++i) newest_first.insert(newest_first.begin(), mine.create_key(kCreated + i * 1s).id);
    }
    const auto store = open();
    TenantInStore mine{*store, "mine"};
    const auto guard = store->read();
    EXPECT_EQ(ids_of(store->keys(*mine.tenant(), KeyOrder::newest_first, 0, 20)), newest_first);
    ASSERT_EQ(store->key_classes(*mine.tenant()).size(), 1u);
    EXPECT_EQ(store->key_classes(*mine.tenant()).front().count, 20u);
}

}  // namespace
}  // namespace tandem::store
