// A change is answered after the sync that covers it, and not at all when that sync fails. A killed process proves
// nothing here, because the page cache outlives it; a VFS that notes each call does.

#include "tandem/store/write_observer.hpp"

#include "store_test.hpp"
#include "support/recording_vfs.hpp"
#include "test_records.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

namespace tandem::store {
namespace {

using test::RecordingVfs;
using testing::IsNull;
using testing::NotNull;

class Durability : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open(bool synchronous_off = false) {
        const auto told = [this](WriteState state, std::string_view reason) { told_.emplace_back(state, reason); };
        return KeyStore::open(open_sqlite_backend({folder_ / "store.db", vfs_.name(), synchronous_off}, told),
                              test_unseal_key(), clock_, test_record_kinds());
    }

    // Does one commit of every kind of change, with a mark at each return.
    void change_everything(KeyStore& store) {
        TenantInStore tenant{store, "tenant"};
        const Key key = new_key();
        const PutAlias alias{{"a", key.id, kCreated, kCreated}};
        const auto commit = [&](auto&& change) {
            ASSERT_THAT(tenant.commit(std::forward<decltype(change)>(change)), Succeeds());
            vfs_.mark();
        };
        (void)vfs_.take();
        commit(CreateTenant{tenant.facts()});
        commit(creation_of(key));
        commit(UpdateKey{key.id, 1, key.settings});
        commit(AddKeyVersion{key.id, 2, secret_of(kMaterial), {}, kCreated});
        commit(PutAlias{alias});
        commit(RemoveAlias{"a", key.id});
        commit(PutCredential{credential_facts("id", tenant.id()), secret_of("secret")});
        commit(HoldCredential{"id", CredentialHold::disabled, kCreated});
        commit(HoldEveryCredential{kCreated});
        commit(RemoveCredential{"id"});
        commit(put_of(key));
        JoinedTypes<ObjectTypes, TypeList<Note>>::for_each([&]<class T>(T*) {
            T object;
            object.id = crypto::random_uuid<ObjectId>();
            if constexpr (T::kOfKey) object.key = key.id;
            commit(PutObject<T>{object, PutObject<T>::kNew, secret_of("secret")});
            commit(RemoveObject<T>{object.id, 1});
        });
        commit(RemoveKey{key.id, 4});
        const KeySpacePlace east{key_space_id(tenant.facts().name, "east"), tenant.id(), "east"};
        ASSERT_THAT(store.commit(east, changes(CreateKeySpace{})), Succeeds());
        vfs_.mark();
        ASSERT_THAT(store.commit(east, changes(RemoveKeySpace{})), Succeeds());
        vfs_.mark();
        commit(RemoveTenant{});
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    RecordingVfs vfs_;
    std::vector<std::pair<WriteState, std::string>> told_;  // by the storage thread; read when no commit runs
};

TEST_F(Durability, every_kind_of_change_is_synced_before_its_answer) {
    const auto store = open();
    change_everything(*store);

    const auto events = vfs_.take();
    EXPECT_TRUE(every_write_is_synced_before_its_mark(events));
    // Each of the commits wrote and synced: the checker had something to look at.
    std::size_t synced_commits = 0;
    bool synced = false;
    for (const auto event : events) {
        if (event == RecordingVfs::Event::log_sync) synced = true;
        if (event == RecordingVfs::Event::mark) synced_commits += std::exchange(synced, false) ? 1 : 0;
    }
    EXPECT_EQ(synced_commits, std::variant_size_v<Change>);
}

TEST_F(Durability, store_that_does_not_sync_is_found_out) {
    const auto store = open(true);
    change_everything(*store);
    EXPECT_FALSE(every_write_is_synced_before_its_mark(vfs_.take()));
}

TEST_F(Durability, new_installation_is_synced_before_it_opens) {
    const auto store = open();
    vfs_.mark();
    EXPECT_TRUE(every_write_is_synced_before_its_mark(vfs_.take()));
}

TEST_F(Durability, full_disk_refuses_changes_until_space_returns) {
    const auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    const Epoch before = store->epoch();
    const Key key = new_key();

    vfs_.fail_log_writes(SQLITE_FULL);
    EXPECT_THAT(tenant.commit(creation_of(key)), FailsWith(ErrorCode::store_unavailable));
    EXPECT_FALSE(store->is_writable());
    EXPECT_EQ(store->epoch(), before);
    {
        const auto guard = store->read();
        EXPECT_THAT(tenant.find(key.id), IsNull());
    }

    vfs_.fail_log_writes(SQLITE_OK);
    EXPECT_THAT(tenant.commit(creation_of(key)), Succeeds());
    EXPECT_TRUE(store->is_writable());
    const auto guard = store->read();
    EXPECT_THAT(tenant.find(key.id), NotNull());
}

TEST_F(Durability, space_that_returned_is_found_without_a_change) {
    const auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    vfs_.fail_log_writes(SQLITE_FULL);
    EXPECT_THAT(tenant.commit(creation_of(new_key())), FailsWith(ErrorCode::store_unavailable));
    const Epoch before = store->epoch();

    vfs_.fail_log_writes(SQLITE_OK);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!store->is_writable() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    EXPECT_TRUE(store->is_writable());
    EXPECT_EQ(store->epoch(), before);
}

TEST_F(Durability, each_change_of_the_state_is_told_once_with_its_reason) {
    const auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    EXPECT_TRUE(told_.empty());
    for (const int answer : {SQLITE_FULL, SQLITE_FULL, SQLITE_OK, SQLITE_OK, SQLITE_IOERR_WRITE, SQLITE_OK}) {
        vfs_.fail_log_writes(answer);
        (void)tenant.commit(creation_of(new_key()));
    }
    using State = std::pair<WriteState, std::string>;
    ASSERT_EQ(told_.size(), 3u);
    EXPECT_EQ(told_[0], (State{WriteState::full, "database or disk is full"}));
    EXPECT_EQ(told_[1], (State{WriteState::writable, ""}));
    EXPECT_EQ(told_[2].first, WriteState::failed);
    EXPECT_TRUE(told_[2].second.starts_with("disk I/O error")) << told_[2].second;
}

TEST_F(Durability, failed_sync_ends_writing_but_not_reading) {
    Key kept;
    Key lost;
    {
        const auto store = open();
        TenantInStore tenant{*store, "tenant"};
        tenant.create();
        kept = tenant.create_key();
        lost = new_key();

        vfs_.fail_log_syncs(SQLITE_IOERR_FSYNC);
        EXPECT_THAT(tenant.commit(creation_of(lost)), FailsWith(ErrorCode::store_unavailable));
        vfs_.fail_log_syncs(SQLITE_OK);
        EXPECT_THAT(tenant.commit(creation_of(new_key())), FailsWith(ErrorCode::store_unavailable));
        EXPECT_FALSE(store->is_writable());

        const auto guard = store->read();
        EXPECT_THAT(tenant.find(lost.id), IsNull());
        EXPECT_THAT(store->open_material(*tenant.tenant(), *tenant.find(kept.id), *tenant.find(kept.id)->newest()),
                    Succeeds());
    }
    const auto store = open();
    TenantInStore tenant{*store, "tenant"};
    const auto guard = store->read();
    EXPECT_THAT(tenant.find(kept.id), NotNull());
}

// A second sync of what a first one failed to write says yes without knowing.
TEST_F(Durability, nothing_is_written_or_synced_after_a_failed_sync_not_even_by_closing) {
    auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    vfs_.fail_log_syncs(SQLITE_IOERR_FSYNC);
    EXPECT_THAT(tenant.commit(creation_of(new_key())), FailsWith(ErrorCode::store_unavailable));
    vfs_.fail_log_syncs(SQLITE_OK);
    (void)vfs_.take();
    EXPECT_THAT(tenant.commit(creation_of(new_key())), FailsWith(ErrorCode::store_unavailable));
    store.reset();
    EXPECT_THAT(vfs_.take(), testing::IsEmpty());
}

// More than the write-ahead log takes before it is moved into the database file.
std::vector<Change> large_change() {
    std::vector<Change> all;
    for (int i = 0; i < 2'200; ++i) {
        Key key = new_key();
        key.settings.description = std::string(16'000, 'x');
        all.emplace_back(creation_of(std::move(key)));
    }
    return all;
}

TEST_F(Durability, failed_sync_of_the_database_file_ends_writing_after_the_answer) {
    auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    (void)vfs_.take();
    vfs_.fail_database_syncs(SQLITE_IOERR_FSYNC);
    EXPECT_THAT(store->commit(tenant.id(), large_change()), Succeeds());  // the log has it
    vfs_.fail_database_syncs(SQLITE_OK);
    EXPECT_THAT(tenant.commit(creation_of(new_key())), FailsWith(ErrorCode::store_unavailable));
    EXPECT_FALSE(store->is_writable());
    const auto events = vfs_.take();
    EXPECT_EQ(std::ranges::count(events, RecordingVfs::Event::database_sync), 1);

    store.reset();
    EXPECT_THAT(vfs_.take(), testing::IsEmpty());
    const auto again = open();
    const auto guard = again->read();
    EXPECT_EQ(again->key_count(*again->find_tenant(tenant.id())), 2'200u);
}

TEST_F(Durability, log_grows_while_the_database_file_has_no_room) {
    const auto store = open();
    TenantInStore tenant{*store, "tenant"};
    tenant.create();
    vfs_.fail_database_writes(SQLITE_FULL);
    EXPECT_THAT(store->commit(tenant.id(), large_change()), Succeeds());
    EXPECT_THAT(tenant.commit(creation_of(new_key())), Succeeds());
    EXPECT_TRUE(store->is_writable());
    vfs_.fail_database_writes(SQLITE_OK);
    EXPECT_THAT(tenant.commit(creation_of(new_key())), Succeeds());
}

}  // namespace
}  // namespace tandem::store
