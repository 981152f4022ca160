#pragma once
// A store in files of its own, beside a state anchor, and what somebody with access to the disk could do to them.

#include "tandem/base/user_error.hpp"
#include "tandem/store/state_anchor.hpp"

#include "anchor/anchor_file.hpp"
#include "sqlite/sqlite.hpp"
#include "store_test.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace tandem::store {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class AnchoredStore : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open(std::optional<Epoch> accept = {}, const std::string& vfs = {}) {
        accepted_.reset();
        const AnchorOptions anchor{anchor_, accept, [this](const AcceptedRollback& each) { accepted_ = each; }};
        return KeyStore::open(open_sqlite_backend({database_, vfs, false}, {}, anchor), test_unseal_key(), clock_);
    }

    // Two tenants with everything that a table can hold.
    void fill() {
        const auto store = open();
        for (const char* name : {"mine", "neighbour"}) {
            TenantInStore tenant{*store, name};
            tenant.create();
            key_ = tenant.create_key();
            ASSERT_THAT(tenant.put_alias("a", key_), Succeeds());
            ASSERT_THAT(tenant.put_credential(std::string{name} + "-id", "secret"), Succeeds());
            WhiteBoxKey box;
            box.id = crypto::random_uuid<ObjectId>();
            box.name = "box";
            ASSERT_THAT(tenant.commit(PutObject<WhiteBoxKey>{box, PutObject<WhiteBoxKey>::kNew, secret_of(name)}),
                        Succeeds());
        }
    }

    // One more commit. Gives the epoch.
    Epoch change() {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        EXPECT_THAT(tenant.put_credential("id-" + std::to_string(store->epoch()), "secret"), Succeeds());
        return store->epoch();
    }

    // Runs SQL on the closed database.
    void edit(const std::string& sql) {
        auto connection = SqliteConnection::open(database_.string(), "");
        ASSERT_TRUE(connection.has_value());
        const auto edited = connection->execute(sql);
        ASSERT_TRUE(edited.has_value()) << edited.error().message << ": " << sql;
        ASSERT_GT(sqlite3_changes(connection->get()), 0) << sql;
    }

    // The refusal of the state as it is; empty when the store opens.
    std::string refusal(std::optional<Epoch> accept = {}) {
        try {
            (void)open(accept);
        } catch (const UserError& error) {
            EXPECT_EQ(error.kind(), UserError::damaged) << error.what();
            return error.what();
        }
        return {};
    }

    // Copies of the files as they are; `to` takes them back.
    struct Copy {
        std::string database, log, anchor;
    };
    [[nodiscard]] fs::path log() const { return database_.string() + "-wal"; }
    [[nodiscard]] Copy copy() const { return {bytes_of(database_), bytes_of(log()), bytes_of(anchor_)}; }
    static void put(const fs::path& file, const std::string& bytes) {
        std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
    }
    void put_database(const Copy& copy) const {
        put(database_, copy.database);
        fs::remove(log());
        if (!copy.log.empty()) put(log(), copy.log);
    }

    test::TemporaryFolder folder_;
    fs::path database_ = folder_ / "store.db";
    fs::path anchor_ = folder_ / "anchor";
    test::FakeClock clock_;
    Key key_;
    std::optional<AcceptedRollback> accepted_;  // by the last open()
};

}  // namespace tandem::store
