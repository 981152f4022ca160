// A change is answered after the sync that covers it, and not at all when that sync fails. A killed process proves
// nothing here, because the page cache outlives it; a VFS that notes each call does.

#include "store_test.hpp"
#include "support/recording_vfs.hpp"

namespace tandem::store {
namespace {

using test::RecordingVfs;
using testing::IsNull;
using testing::NotNull;

class Durability : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open(bool synchronous_off = false) {
        return KeyStore::open(open_sqlite_backend({folder_ / "store.db", vfs_.name(), synchronous_off}),
                              test_unseal_key(), clock_);
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
        commit(RemoveCredential{"id"});
        commit(put_of(key));
        ObjectTypes::for_each([&]<class T>(T*) {
            T object;
            object.id = crypto::random_uuid<ObjectId>();
            if constexpr (T::kOfKey) object.key = key.id;
            commit(PutObject<T>{object, PutObject<T>::kNew, secret_of("secret")});
            commit(RemoveObject<T>{object.id, 1});
        });
        commit(RemoveKey{key.id, 4});
        commit(RemoveTenant{});
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    RecordingVfs vfs_;
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

}  // namespace
}  // namespace tandem::store
