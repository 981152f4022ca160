// A database that is not in the state that was acknowledged last does not open.

#include "anchor/anchor_opening.hpp"
#include "anchored_store.hpp"
#include "rows/rows.hpp"
#include "rows/tables.hpp"
#include "sqlite/migrations.hpp"
#include "support/recording_vfs.hpp"

#include <gmock/gmock.h>

namespace tandem::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NotNull;

class StateOfDatabase : public AnchoredStore {};

std::string epochs(Epoch expected, Epoch found) {
    return "expected epoch " + std::to_string(expected) + ", found epoch " + std::to_string(found);
}
std::string way_out(Epoch found) { return "--accept-rollback " + std::to_string(found); }

// ---- edits, in every table ----

// Another value of the column's type.
std::string altered(const std::string& column, const std::string& type) {
    if (type == "INTEGER") return column + " + 1";
    if (type == "TEXT") return column + " || 'x'";
    return "CAST(" + column + " || x'00' AS BLOB)";
}

TEST_F(StateOfDatabase, any_column_of_any_row_of_any_table_that_was_changed_is_noticed) {
    fill();
    const Copy good = copy();
    int edits = 0;
    for (const TableDefinition& table : table_definitions()) {
        if (table.table == Table::change_log) continue;
        const std::string name{table.name};
        for (const std::string_view view : table.columns) {
            const std::string column{view};
            std::string type, least = name == "meta" ? "name <> 'schema' AND " : "";
            {
                auto connection = SqliteConnection::open(database_.string(), "");
                type = *connection->query_text("SELECT type FROM pragma_table_info('" + name + "') WHERE name = '" +
                                               column + "'");
            }
            const std::string key{table.columns.front()};
            edit("PRAGMA foreign_keys = OFF; UPDATE " + name + " SET " + column + " = " + altered(column, type) +
                 " WHERE " + least + key + " = (SELECT max(" + key + ") FROM " + name + " WHERE " + least + "true)");
            EXPECT_NE(refusal(), "") << name << "." << column;
            put_database(good);
            ++edits;
        }
    }
    EXPECT_GT(edits, 60);
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateOfDatabase, any_row_of_the_installation_s_own_that_was_changed_is_noticed) {
    fill();
    const Copy good = copy();
    for (const char* name : {"epoch", "installation", "state_key", "state_tag"}) {
        for (const char* change :
             {"number = number + 1", "bytes = CAST(bytes || x'00' AS BLOB)", "name = name || 'x'"}) {
            edit("UPDATE meta SET " + std::string{change} + " WHERE name = '" + name + "'");
            EXPECT_NE(refusal(), "") << name << ": " << change;
            put_database(good);
        }
        edit("DELETE FROM meta WHERE name = '" + std::string{name} + "'");
        EXPECT_NE(refusal(), "") << name;
        put_database(good);
    }
}

TEST_F(StateOfDatabase, any_row_that_was_removed_is_noticed) {
    fill();
    const Copy good = copy();
    for (const char* table : {"root_keys", "keys", "key_versions", "aliases", "credentials", "objects"}) {
        const std::string name{table};
        edit("PRAGMA foreign_keys = OFF; DELETE FROM " + name);
        EXPECT_NE(refusal(), "") << name;
        put_database(good);
    }
    // A tenant with all that is its own: nothing in what is left names it.
    edit(
        "DELETE FROM objects WHERE key_space_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM aliases WHERE key_space_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM key_versions WHERE key_space_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM keys WHERE key_space_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM credentials WHERE tenant_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM key_spaces WHERE tenant_id = (SELECT min(tenant_id) FROM tenants);"
        "DELETE FROM tenants WHERE tenant_id = (SELECT min(tenant_id) FROM tenants)");
    EXPECT_THAT(refusal(), HasSubstr("was edited"));
}

TEST_F(StateOfDatabase, a_row_that_was_added_is_noticed) {
    fill();
    edit("INSERT INTO meta VALUES ('another', 1, x'')");
    EXPECT_THAT(refusal(), HasSubstr("was edited"));
}

// Rows of an earlier state of the same database have MACs that hold.
TEST_F(StateOfDatabase, old_rows_that_were_put_back_are_noticed_in_every_table) {
    fill();
    const fs::path old = folder_ / "old.db";
    fs::copy_file(database_, old);
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        TenantInStore neighbour{*store, "neighbour"};
        ASSERT_THAT(neighbour.commit(RemoveTenant{}), Succeeds());
        const Key key = mine.create_key();
        ASSERT_THAT(mine.put_alias("a", key, IfExists::replace), Succeeds());
        ASSERT_THAT(mine.commit(RemoveCredential{"mine-id"}), Succeeds());
        const auto guard = store->read();
        const auto* box = Objects<WhiteBoxKey>{*mine.tenant()}.find_named("box");
        WhiteBoxKey changed = *box;
        changed.description = "changed";
        ASSERT_THAT(mine.commit(PutObject<WhiteBoxKey>{changed, box->revision}), Succeeds());
    }
    const Copy good = copy();
    for (const char* table : {"tenants", "keys", "key_versions", "aliases", "credentials", "objects", "meta"}) {
        const std::string name{table};
        edit("ATTACH '" + old.string() + "' AS old; PRAGMA foreign_keys = OFF; INSERT OR REPLACE INTO main." + name +
             " SELECT * FROM old." + name + " EXCEPT SELECT * FROM main." + name);
        EXPECT_NE(refusal(), "") << name;
        put_database(good);
    }
}

TEST_F(StateOfDatabase, a_removed_credential_and_a_disabled_key_that_were_put_back_are_noticed) {
    fill();
    const fs::path old = folder_ / "old.db";
    fs::copy_file(database_, old);
    {
        const auto store = open();
        TenantInStore mine{*store, "neighbour"};
        KeySettings disabled = key_.settings;
        disabled.state = keys::KeyState::disabled;
        ASSERT_THAT(mine.commit(UpdateKey{key_.id, 1, disabled}, RemoveCredential{"neighbour-id"}), Succeeds());
    }
    const Copy good = copy();
    for (const char* table : {"keys", "credentials"}) {
        edit("ATTACH '" + old.string() + "' AS old; INSERT OR REPLACE INTO main." + table + " SELECT * FROM old." +
             table);
        EXPECT_THAT(refusal(), HasSubstr("was edited")) << table;
        put_database(good);
    }
}

TEST_F(StateOfDatabase, an_edit_is_noticed_without_a_file_outside_of_the_database) {
    anchor_.clear();
    const auto open = [&] {
        return KeyStore::open(open_sqlite_backend({database_, {}, false}), test_unseal_key(), clock_);
    };
    {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        tenant.create();
        ASSERT_THAT(tenant.put_credential("id", "secret"), Succeeds());
    }
    EXPECT_NO_THROW(open());
    edit("DELETE FROM credentials");
    EXPECT_THROW(open(), UserError);
}

// ---- older states ----

TEST_F(StateOfDatabase, an_older_copy_is_noticed_with_both_epochs_and_the_way_out) {
    fill();
    const Copy older = copy();
    const Epoch found = change() - 1;
    const Epoch expected = change();
    put_database(older);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("is older"), HasSubstr(epochs(expected, found)), HasSubstr(way_out(found))));
}

TEST_F(StateOfDatabase, a_copy_without_its_log_and_a_log_that_was_cut_are_noticed) {
    fill();
    const auto store = open();
    TenantInStore tenant{*store, "mine"};
    for (int i = 0; i < 5; ++i) ASSERT_THAT(tenant.put_credential("c" + std::to_string(i), "secret"), Succeeds());
    const Copy running = copy();
    ASSERT_FALSE(running.log.empty());

    const fs::path elsewhere = folder_ / "copy.db";
    const auto refusal_of = [&](const std::string& log) {
        Copy cut = running;
        cut.log = log;
        database_ = elsewhere;
        put(anchor_, running.anchor);
        put_database(cut);
        return refusal();
    };
    anchor_ = folder_ / "copied-anchor";
    EXPECT_EQ(refusal_of(running.log), "");
    EXPECT_THAT(refusal_of(""), HasSubstr("is older"));
    for (const std::size_t cut : {1, 5'000, 20'000})
        EXPECT_THAT(refusal_of(running.log.substr(0, running.log.size() - cut)), HasSubstr("is older")) << cut;
}

TEST_F(StateOfDatabase, another_history_of_the_same_epoch_is_noticed) {
    fill();
    const Copy fork = copy();
    const auto go_on = [&](const std::string& credential) {
        const auto store = open();
        TenantInStore tenant{*store, "mine"};
        EXPECT_THAT(tenant.put_credential(credential, "secret"), Succeeds());
        return store->epoch();
    };
    const Epoch epoch = go_on("one");
    const Copy one = copy();
    put_database(fork);
    put(anchor_, fork.anchor);
    ASSERT_EQ(go_on("two"), epoch);
    put_database(one);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("was edited"), HasSubstr(epochs(epoch, epoch))));
}

TEST_F(StateOfDatabase, an_older_copy_of_everything_is_not_noticed) {
    fill();
    const Copy older = copy();
    change();
    put_database(older);
    put(anchor_, older.anchor);
    EXPECT_EQ(refusal(), "");
}

// ---- the file ----

TEST_F(StateOfDatabase, a_file_that_is_missing_is_noticed) {
    fill();
    const Epoch epoch = change();
    fs::remove(anchor_);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("is missing"), HasSubstr("found epoch " + std::to_string(epoch)),
                                 HasSubstr(way_out(epoch))));
    EXPECT_FALSE(fs::exists(anchor_));
}

TEST_F(StateOfDatabase, a_file_that_holds_nothing_is_as_one_that_is_missing) {
    fill();
    put(anchor_, "");
    EXPECT_THAT(refusal(), HasSubstr("is missing"));
    put(anchor_, std::string(8192, 'x'));
    EXPECT_THAT(refusal(), HasSubstr("is missing"));
}

TEST_F(StateOfDatabase, one_slot_that_is_torn_is_made_up_for_by_the_other) {
    fill();
    change();
    const std::string whole = bytes_of(anchor_);
    for (const std::size_t slot : {0, 4096}) {
        std::string torn = whole;
        torn.replace(slot + 40, 30, 30, '\0');
        put(anchor_, torn);
        EXPECT_EQ(refusal(), "") << slot;
        put(anchor_, whole);
    }
    std::string torn = whole;
    for (const std::size_t slot : {0, 4096}) torn[slot + 50] = static_cast<char>(torn[slot + 50] + 1);
    put(anchor_, torn);
    EXPECT_NE(refusal(), "");
}

TEST_F(StateOfDatabase, another_database_s_file_is_never_taken_nor_overwritten) {
    fill();
    const Copy mine = copy();
    const fs::path own = std::exchange(anchor_, folder_ / "other-anchor");
    const fs::path database = std::exchange(database_, folder_ / "other.db");
    fill();
    const std::string before = bytes_of(anchor_);
    database_ = database;
    const auto text = refusal();
    EXPECT_THAT(text, AllOf(HasSubstr("is another database's"), testing::Not(HasSubstr("--accept-rollback"))));
    const auto found = std::stoull(text.substr(text.find("found epoch ") + 12));
    EXPECT_NE(refusal(found), "");
    EXPECT_EQ(bytes_of(anchor_), before);
    anchor_ = own;
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateOfDatabase, a_database_ahead_of_the_file_is_good_and_the_file_follows) {
    fill();
    const Copy before = copy();
    change();
    put(anchor_, before.anchor);  // as after a crash between the commit and the write of the file
    EXPECT_EQ(refusal(), "");
    put_database(before);
    EXPECT_THAT(refusal(), HasSubstr("is older"));
}

TEST_F(StateOfDatabase, the_file_is_its_owner_s_alone_and_never_ahead_of_the_database) {
    test::RecordingVfs vfs;
    begin_anchor(database_, anchor_);
    EXPECT_EQ(fs::status(anchor_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto store = open({}, vfs.name());
    TenantInStore tenant{*store, "mine"};
    const auto started = bytes_of(anchor_);
    tenant.create();
    const auto committed = bytes_of(anchor_);
    EXPECT_NE(committed, started);
    vfs.fail_log_syncs(SQLITE_IOERR_FSYNC);
    EXPECT_THAT(tenant.put_credential("id", "secret"), FailsWith(ErrorCode::store_unavailable));
    EXPECT_EQ(bytes_of(anchor_), committed);
}

TEST_F(StateOfDatabase, a_transaction_that_failed_leaves_the_sum_as_it_was) {
    test::RecordingVfs vfs;
    {
        const auto store = open({}, vfs.name());
        TenantInStore tenant{*store, "mine"};
        tenant.create();
        vfs.fail_log_writes(SQLITE_FULL);
        EXPECT_THAT(tenant.put_credential("id", "secret"), FailsWith(ErrorCode::store_unavailable));
        vfs.fail_log_writes(SQLITE_OK);
        EXPECT_THAT(tenant.put_credential("other", "secret"), Succeeds());
    }
    EXPECT_EQ(refusal(), "");
}

// ---- beginnings ----

TEST_F(StateOfDatabase, an_empty_file_or_one_without_tables_is_no_new_database) {
    put(database_, "");
    EXPECT_THAT(refusal(), HasSubstr("holds no tables"));
    fs::remove(database_);
    fill();
    const Epoch expected = change();
    put(database_, "");
    EXPECT_THAT(refusal(),
                AllOf(HasSubstr("holds no tables"), HasSubstr("expected epoch " + std::to_string(expected))));
    fs::remove(database_);
    {
        auto connection = SqliteConnection::open(database_.string(), "");
        ASSERT_TRUE(connection->execute("CREATE TABLE t (a); DROP TABLE t").has_value());
    }
    ASSERT_GT(fs::file_size(database_), 0U);
    EXPECT_THAT(refusal(), HasSubstr("holds no tables"));
}

TEST_F(StateOfDatabase, a_database_that_is_gone_is_not_made_again) {
    fill();
    const Epoch expected = change();
    fs::remove(database_);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("is not there"), HasSubstr("expected epoch " + std::to_string(expected))));
    EXPECT_FALSE(fs::exists(database_));
    fs::remove(anchor_);  // what the refusal says
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateOfDatabase, a_start_that_ended_at_any_step_of_the_first_one_begins_again) {
    begin_anchor(database_, anchor_);
    const std::string begun = bytes_of(anchor_);
    put(database_, "");  // the file was made
    EXPECT_EQ(refusal(), "");
    const Copy founded = copy();
    EXPECT_NE(founded.anchor, begun);
    put(anchor_, begun);  // committed, but not noted
    EXPECT_EQ(refusal(), "");
    fill();
    EXPECT_EQ(refusal(), "");
    put(anchor_, begun);  // what no crash leaves
    EXPECT_THAT(refusal(), HasSubstr("is missing"));
}

class DatabaseOfAnEarlierSchema : public AnchoredStore {
  protected:
    DatabaseOfAnEarlierSchema() {
        const fs::path data = fs::path{TANDEM_TEST_DATA} / "data-0.1";
        fs::copy_file(data / "tandem.db", database_);
        fs::copy_file(data / "unseal.key", folder_ / "unseal.key");
        fs::permissions(folder_ / "unseal.key", fs::perms::owner_read | fs::perms::owner_write);
    }
    std::unique_ptr<KeyStore> open() {
        return KeyStore::open(open_sqlite_backend({database_, {}, false}, {}, {anchor_}),
                              read_unseal_key(folder_ / "unseal.key"), clock_);
    }
    std::string refusal() {
        try {
            (void)open();
        } catch (const UserError& error) {
            EXPECT_EQ(error.kind(), UserError::damaged) << error.what();
            return error.what();
        }
        return {};
    }
};

TEST_F(DatabaseOfAnEarlierSchema, gets_its_tag_with_the_migration) {
    const Epoch epoch = open()->epoch();
    EXPECT_EQ(epoch, 5U);  // it was 4
    EXPECT_EQ(open()->epoch(), epoch);
    edit("DELETE FROM aliases");
    EXPECT_THAT(refusal(), HasSubstr("was edited"));
}

TEST_F(DatabaseOfAnEarlierSchema, opens_after_a_crash_at_any_step_of_its_migration) {
    const Copy before = copy();
    AnchorFile::begin(anchor_, 5);
    EXPECT_EQ(refusal(), "");
    const Copy after = copy();
    put_database(before);
    AnchorFile::begin(anchor_, 5);
    const std::string begun = bytes_of(anchor_);
    put_database(after);
    EXPECT_EQ(bytes_of(anchor_), begun);
    EXPECT_EQ(refusal(), "");
}

TEST_F(DatabaseOfAnEarlierSchema, that_comes_back_after_its_migration_is_older) {
    const Copy before = copy();
    ASSERT_EQ(refusal(), "");
    put_database(before);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("is older"), HasSubstr(epochs(5, 4))));
}

TEST_F(StateOfDatabase, made_to_look_like_one_of_an_earlier_schema_does_not_open) {
    fill();
    fs::remove(anchor_);
    edit("UPDATE meta SET number = 2 WHERE name = 'schema'; DELETE FROM meta WHERE name IN ('state_key', 'state_tag')");
    EXPECT_THAT(refusal(), HasSubstr("table root_keys"));
}

TEST_F(StateOfDatabase, is_judged_before_a_later_migration_and_tagged_with_it) {
    fill();
    const Epoch before = change();
    const int today = migrations().back().number;
    const Migration more[] = {{today, "must not run"}, {today + 1, "INSERT INTO meta VALUES ('extra', 1, x'')"}};
    const auto open_later = [&] {
        return KeyStore::open(open_durable_backend({database_, {}, false}, {}, {anchor_}, more), test_unseal_key(),
                              clock_);
    };
    const Copy good = copy();
    edit("DELETE FROM credentials");
    EXPECT_THROW(open_later(), UserError);
    put_database(good);
    EXPECT_EQ(open_later()->epoch(), before + 1);
    EXPECT_EQ(open_later()->epoch(), before + 1);
    edit("DELETE FROM meta WHERE name = 'extra'");
    EXPECT_THROW(open_later(), UserError);
}

// ---- accepting ----

TEST_F(StateOfDatabase, an_older_state_is_accepted_by_its_epoch_alone_and_goes_on_above_the_expected_one) {
    fill();
    const Copy older = copy();
    const Epoch found = change() - 1;
    const Epoch expected = change();
    put_database(older);
    EXPECT_THAT(refusal(found - 1), HasSubstr("is older"));
    EXPECT_THAT(refusal(found + 1), HasSubstr("is older"));
    {
        const auto store = open(found);
        ASSERT_TRUE(accepted_);
        EXPECT_THAT(accepted_->why, HasSubstr(epochs(expected, found)));
        EXPECT_EQ(accepted_->found, found);
        EXPECT_EQ(accepted_->expected, expected);
        EXPECT_EQ(accepted_->now, expected + 1);
        EXPECT_EQ(store->epoch(), expected + 1);
    }
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(refusal(found), "");
    EXPECT_FALSE(accepted_) << "there is nothing more to accept";
    // The state that was given up has become the older one.
    put_database(older);
    EXPECT_THAT(refusal(), HasSubstr("is older"));
}

TEST_F(StateOfDatabase, an_edited_state_is_accepted_and_holds_from_then_on) {
    fill();
    const Epoch epoch = change();
    edit("DELETE FROM objects");
    ASSERT_THAT(refusal(), HasSubstr(way_out(epoch)));
    EXPECT_EQ(open(epoch)->epoch(), epoch + 1);
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateOfDatabase, without_its_state_key_is_accepted_with_a_new_one) {
    fill();
    const Epoch epoch = change();
    edit("DELETE FROM meta WHERE name IN ('state_key', 'state_tag')");
    ASSERT_THAT(refusal(), HasSubstr("was edited"));
    EXPECT_EQ(open(epoch)->epoch(), epoch + 1);
    EXPECT_EQ(refusal(), "");
}

TEST_F(StateOfDatabase, without_its_file_is_accepted_and_has_one_again) {
    fill();
    const Epoch epoch = change();
    fs::remove(anchor_);
    EXPECT_EQ(open(epoch)->epoch(), epoch + 1);
    EXPECT_EQ(refusal(), "");
    EXPECT_TRUE(fs::exists(anchor_));
}

TEST_F(StateOfDatabase, what_was_accepted_needs_no_acceptance_after_a_crash_before_the_file_was_written) {
    fill();
    const Copy older = copy();
    change();
    const Epoch found = change() - 2;
    const std::string anchor = bytes_of(anchor_);
    put_database(older);
    (void)open(found);
    put(anchor_, anchor);
    EXPECT_EQ(refusal(), "");
}

// ---- the sum ----

crypto::Sha256Digest digest_of(std::uint8_t first, std::uint8_t others) {
    crypto::Sha256Digest digest;
    digest.fill(others);
    digest[0] = first;
    return digest;
}

TEST(StateSum, is_that_of_numbers_modulo_2_to_the_256) {
    StateSum sum;
    sum.add(digest_of(0xff, 0xff));
    crypto::Sha256Digest one{};
    one.back() = 1;
    sum.add(one);
    EXPECT_EQ(sum, StateSum{});
    sum.subtract(one);
    EXPECT_EQ(sum.big_endian(), digest_of(0xff, 0xff));
}

TEST(StateSum, does_not_depend_on_the_order) {
    const auto a = digest_of(0x80, 0xfe), b = digest_of(0x7f, 0x93), c = digest_of(0xff, 0x0d);
    StateSum one, other;
    for (const auto& digest : {a, b, c}) one.add(digest);
    for (const auto& digest : {c, a, b}) other.add(digest);
    EXPECT_EQ(one, other);
    one.subtract(b);
    one.subtract(a);
    EXPECT_EQ(one.big_endian(), c);
}

TEST(RowSummer, sums_on_its_thread_what_rows_give_one_by_one) {
    const crypto::HmacSha256Key key{as_bytes("key")};
    RowSummer summer{key};
    StateSum expected;
    const std::string text(700, 't');
    for (std::int64_t i = 0; i < 10'000; ++i) {  // seven megabytes: several chunks
        const Row row{Table::meta, {"name" + std::to_string(i), i, Bytes(static_cast<std::size_t>(i % 50), 7)}};
        const std::string name = std::get<std::string>(row.values[0]);
        const std::vector<ValueView> views{std::string_view{name}, i, ByteView{std::get<Bytes>(row.values[2])}};
        summer.add({Table::meta, views});
        expected.add(state_digest(row, key));
        const std::vector<ValueView> long_row{std::string_view{text}, i, ByteView{}};
        summer.add({Table::root_keys, long_row});
        expected.add(state_digest(RowView{Table::root_keys, long_row}, key));
    }
    EXPECT_EQ(summer.finish(), expected);
}

TEST(RowSummer, leaves_out_the_tag_and_the_change_log) {
    const crypto::HmacSha256Key key{as_bytes("key")};
    RowSummer summer{key};
    const std::vector<ValueView> tag{kMetaStateTag, std::int64_t{1}, ByteView{}};
    summer.add({Table::meta, tag});
    const std::vector<ValueView> change{std::int64_t{1}, std::int64_t{1}, ByteView{}, std::int64_t{1},
                                        std::string_view{}};
    summer.add({Table::change_log, change});
    EXPECT_EQ(summer.finish(), StateSum{});
}

TEST(TagKeeper, refuses_changes_without_an_epoch_of_their_own) {
    TagKeeper anchor{crypto::HmacSha256Key{as_bytes("key")}, {}};
    anchor.begin({{}, 7, kAnchoredSchema}, TagKeeper::Tagged::yes);
    EXPECT_TRUE(anchor.closing_row()) << "nothing changed";
    anchor.comes(meta_row("note", 1));
    EXPECT_FALSE(anchor.closing_row());
    anchor.comes(meta_row(kMetaEpoch, 8));
    EXPECT_TRUE(anchor.closing_row());
    anchor.undone();
    anchor.comes(meta_row(kMetaEpoch, 6));
    EXPECT_FALSE(anchor.closing_row());
}

}  // namespace
}  // namespace tandem::store
