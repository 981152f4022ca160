// Readers and writers at once: bounded by counts, and meant to be run under ThreadSanitizer as well.

#include "store_test.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <set>
#include <thread>

namespace tandem::store {
namespace {

using testing::NotNull;

constexpr int kThreads = 4;

// Runs work(0), work(1), ... at once and waits for all.
template <class Work>
void in_threads(int count, Work work) {
    std::latch start{count};
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            work(i);
        });
    }
}

// The settings at a revision, so that a reader can tell a torn entry.
KeySettings settings_at(std::uint64_t revision) {
    KeySettings settings;
    settings.description = "revision " + std::to_string(revision);
    return settings;
}

class Concurrency : public testing::Test {
  protected:
    Concurrency() { mine_.create(); }

    Key create_numbered_key() {
        Key key = new_key();
        key.settings = settings_at(1);
        EXPECT_THAT(mine_.commit(creation_of(key)), Succeeds());
        return key;
    }

    test::FakeClock clock_;
    std::unique_ptr<KeyStore> store_ = KeyStore::open(make_memory_backend(), test_unseal_key(), clock_);
    TenantInStore mine_{*store_, "mine"};
};

TEST_F(Concurrency, readers_never_see_a_freed_or_torn_entry) {
    constexpr std::uint64_t kUpdates = 400;
    const Key key = create_numbered_key();
    ASSERT_THAT(mine_.put_credential("id", "secret 0"), Succeeds());
    std::atomic<bool> done{false};

    in_threads(kThreads, [&](int thread) {
        if (thread == 0) {
            for (std::uint64_t revision = 1; revision <= kUpdates; ++revision) {
                ASSERT_THAT(mine_.commit(UpdateKey{key.id, revision, settings_at(revision + 1)}), Succeeds());
                ASSERT_THAT(mine_.put_alias("a", key, IfExists::replace), Succeeds());
                ASSERT_THAT(mine_.put_credential("id", "secret " + std::to_string(revision), IfExists::replace),
                            Succeeds());
            }
            done = true;
            return;
        }
        std::uint64_t last_revision = 0;
        std::uint64_t last_serial = 0;
        do {
            const auto guard = store_->read();
            const Tenant* tenant = mine_.tenant();
            const Key* found = store_->find_key(*tenant, key.id);
            ASSERT_THAT(found, NotNull());
            ASSERT_EQ(found->settings.description, settings_at(found->revision).description);
            ASSERT_GE(found->revision, last_revision);
            last_revision = found->revision;
            ASSERT_THAT(store_->open_material(*tenant, *found, *found->newest()), Succeeds());
            ASSERT_EQ(store_->keys(*tenant).size(), 1U);
            for (const Alias* alias : store_->aliases_of(*tenant, key.id)) ASSERT_EQ(alias->name, "a");
            const Credential* credential = store_->find_credential("id");
            ASSERT_THAT(credential, NotNull());
            ASSERT_TRUE(as_text(credential->secret.expose_secret()).starts_with("secret "));
            ASSERT_GE(credential->serial, last_serial);
            last_serial = credential->serial;
        } while (!done);
    });

    const auto guard = store_->read();
    EXPECT_EQ(mine_.find(key.id)->revision, kUpdates + 1);
}

TEST_F(Concurrency, each_revision_is_given_to_one_writer) {
    constexpr std::uint64_t kRounds = 100;
    const Key key = create_numbered_key();
    for (std::uint64_t revision = 1; revision <= kRounds; ++revision) {
        std::atomic<int> winners{0};
        in_threads(kThreads, [&](int) {
            const auto committed = mine_.commit(UpdateKey{key.id, revision, settings_at(revision + 1)});
            if (committed.has_value()) {
                ++winners;
            } else {
                EXPECT_THAT(committed, FailsWith(ErrorCode::conflict));
            }
        });
        ASSERT_EQ(winners, 1);
    }
}

TEST_F(Concurrency, an_alias_is_given_to_one_key) {
    std::atomic<int> winners{0};
    in_threads(kThreads, [&](int) {
        const Key key = new_key();
        const auto committed = mine_.commit(creation_of(key), PutAlias{{"a", key.id, kCreated, kCreated}});
        if (committed.has_value()) ++winners;
    });
    EXPECT_EQ(winners, 1);
    const auto guard = store_->read();
    EXPECT_EQ(store_->key_count(*mine_.tenant()), 1U);
}

TEST_F(Concurrency, key_is_found_by_its_maker_as_soon_as_the_commit_returns) {
    constexpr int kKeys = 150;
    in_threads(kThreads, [&](int thread) {
        for (int i = 0; i < kKeys; ++i) {
            const Key key = mine_.create_key(kCreated + Milliseconds{thread * kKeys + i});
            const auto guard = store_->read();
            ASSERT_THAT(mine_.find(key.id), NotNull());
            ASSERT_THAT(store_->find_key(*mine_.tenant(), key.name), NotNull());
        }
    });
    const auto guard = store_->read();
    EXPECT_EQ(store_->key_count(*mine_.tenant()), static_cast<std::size_t>(kThreads * kKeys));
    EXPECT_EQ(store_->keys(*mine_.tenant()).size(), static_cast<std::size_t>(kThreads * kKeys));
}

TEST_F(Concurrency, all_readers_get_the_same_opened_material) {
    constexpr int kRounds = 50;
    for (int round = 0; round < kRounds; ++round) {
        const Key key = mine_.create_key();
        std::array<const OpenedMaterial*, kThreads> opened{};
        const auto outer = store_->read();
        in_threads(kThreads, [&](int thread) {
            const auto guard = store_->read();
            const Key* found = mine_.find(key.id);
            opened[static_cast<std::size_t>(thread)] =
                *store_->open_material(*mine_.tenant(), *found, *found->newest());
        });
        EXPECT_THAT(opened, testing::Each(opened[0]));
    }
}

// One thread makes and removes keys with an alias each, among keys that stay; the others page through.
TEST_F(Concurrency, pages_hold_what_stays_while_others_come_and_go) {
    constexpr int kStaying = 600;  // some chunks full
    constexpr int kRounds = 300;
    std::set<KeyId> staying;
    for (int i = 0; i < kStaying; ++i) {
        const Key key = mine_.create_key(kCreated + Milliseconds{2 * i});
        ASSERT_THAT(mine_.put_alias("staying " + std::to_string(i), key), Succeeds());
        staying.insert(key.id);
    }
    std::atomic<bool> done{false};

    in_threads(kThreads, [&](int thread) {
        if (thread == 0) {
            for (int round = 0; round < kRounds; ++round) {
                const Key key = mine_.create_key(kCreated + Milliseconds{round * 7 % (2 * kStaying)});
                ASSERT_THAT(mine_.put_alias("passing", key, IfExists::replace), Succeeds());
                ASSERT_THAT(mine_.commit(RemoveKey{key.id, 1}), Succeeds());
            }
            done = true;
            return;
        }
        do {
            const auto guard = store_->read();
            const Tenant& tenant = *mine_.tenant();
            const auto order = thread == 1 ? KeyOrder::newest_first : KeyOrder::oldest_first;
            int seen = 0;
            store_->visit_keys(tenant, order, [&](const Key& key) {
                seen += staying.contains(key.id) ? 1 : 0;
                return true;
            });
            ASSERT_EQ(seen, kStaying);
            const auto page = store_->keys(tenant, order, kStaying / 2, 10);
            ASSERT_EQ(page.size(), 10U);
            ASSERT_TRUE(std::ranges::is_sorted(page, [&](const Key* a, const Key* b) {
                return order == KeyOrder::newest_first ? a->created > b->created : a->created < b->created;
            }));
            for (const Alias* alias : store_->aliases(tenant, 0, 3)) ASSERT_FALSE(alias->name.empty());
            for (const Alias* alias : store_->aliases_of(tenant, page.front()->id)) {
                ASSERT_EQ(alias->key, page.front()->id);
            }
        } while (!done);
    });
}

TEST_F(Concurrency, tenants_come_and_go_under_readers) {
    constexpr int kRounds = 60;
    in_threads(kThreads, [&](int thread) {
        TenantInStore own{*store_, "tenant " + std::to_string(thread)};
        for (int round = 0; round < kRounds; ++round) {
            own.create();
            const Key key = own.create_key();
            ASSERT_THAT(own.put_credential("id " + std::to_string(thread), "secret"), Succeeds());
            const auto guard = store_->read();
            for (const Credential* credential : store_->credentials())
                ASSERT_FALSE(credential->tenant->facts.name.empty());
            for (const Tenant* tenant : store_->tenants()) {
                for (const Key* one : store_->keys(*tenant)) ASSERT_EQ(one->revision, 1U);
            }
            ASSERT_THAT(own.commit(RemoveTenant{}), Succeeds());
        }
    });
    const auto guard = store_->read();
    EXPECT_EQ(store_->tenants().size(), 1U);
    EXPECT_TRUE(store_->credentials().empty());
}

TEST(ConcurrencyOverSqlite, waiting_commits_share_transactions_and_all_come_back) {
    constexpr int kKeys = 25;
    test::TemporaryFolder folder;
    test::FakeClock clock;
    const auto open = [&] {
        return KeyStore::open(open_sqlite_backend({folder / "store.db", {}, false}), test_unseal_key(), clock);
    };
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        in_threads(kThreads, [&](int) {
            for (int i = 0; i < kKeys; ++i) mine.create_key();
        });
    }
    const auto store = open();
    TenantInStore mine{*store, "mine"};
    const auto guard = store->read();
    EXPECT_EQ(store->key_count(*mine.tenant()), static_cast<std::size_t>(kThreads * kKeys));
    EXPECT_EQ(store->epoch(), static_cast<Epoch>(1 + kThreads * kKeys));
}

}  // namespace
}  // namespace tandem::store
