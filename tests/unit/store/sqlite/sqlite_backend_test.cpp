#include "tandem/base/user_error.hpp"

#include "backend/file.hpp"
#include "rows/rows.hpp"
#include "rows/tables.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/sqlite.hpp"
#include "store_test.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tandem::store {
namespace {

using testing::HasSubstr;

class SqliteBackend : public testing::Test {
  protected:
    // Opens it with today's tables.
    std::unique_ptr<DurableBackend> open() {
        auto backend = open_durable_backend({file_, {}, false}, {}, {}, migrations());
        if (backend->needs_upgrade()) {
            backend->upgrade({});
            EXPECT_THAT(backend->apply({}), Succeeds());
        }
        return backend;
    }
    std::optional<UserError::Kind> refusal() {
        try {
            (void)open();
        } catch (const UserError& error) {
            line_ = error.what();
            return error.kind();
        }
        return std::nullopt;
    }
    // Another program's connection to the closed database.
    SqliteConnection plain() {
        auto connection = SqliteConnection::open(file_.string(), "");
        EXPECT_TRUE(connection.has_value());
        return std::move(*connection);
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "store.db";
    std::string line_;
};

std::vector<Row> rows_of(Backend& backend, Table table) {
    std::vector<Row> rows;
    const auto copy = [](const ValueView& value) -> Value {
        if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
        if (const auto* text = std::get_if<std::string_view>(&value)) return std::string{*text};
        return to_bytes(std::get<ByteView>(value));
    };
    backend.load(table, [&](const RowView& row) {
        rows.push_back({row.table, {}});
        for (const ValueView& value : row.values) rows.back().values.push_back(copy(value));
    });
    return rows;
}

Row log_row(std::int64_t epoch, std::int64_t ordinal, std::string object = "object") {
    return {Table::change_log, {epoch, ordinal, Bytes{1, 2}, std::int64_t{3}, std::move(object)}};
}

TEST_F(SqliteBackend, gives_back_the_rows_that_it_took) {
    const Row row = log_row(-5, 1, "text with \xc3\xa9 and ' and \"");
    ASSERT_THAT(open()->apply({{{RowWrite::Kind::put, row}}, {{RowWrite::Kind::put, log_row(6, 0)}}}), Succeeds());
    const auto rows = rows_of(*open(), Table::change_log);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].values, row.values);
}

TEST_F(SqliteBackend, gives_rows_in_the_order_of_their_primary_key) {
    auto backend = open();
    ASSERT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(2, 0)},
                                 {RowWrite::Kind::put, log_row(1, 1)},
                                 {RowWrite::Kind::put, log_row(1, 0)}}}),
                Succeeds());
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    for (const Row& row : rows_of(*backend, Table::change_log))
        places.emplace_back(std::get<std::int64_t>(row.values[0]), std::get<std::int64_t>(row.values[1]));
    EXPECT_TRUE(std::ranges::is_sorted(places));
    EXPECT_EQ(places.size(), 3U);
}

TEST_F(SqliteBackend, keeps_empty_texts_and_bytes) {
    ASSERT_THAT(open()->apply({{{RowWrite::Kind::put, meta_row("name", 0)}}}), Succeeds());
    for (const Row& row : rows_of(*open(), Table::meta)) EXPECT_EQ(std::get<Bytes>(row.values.at(2)), Bytes{});
}

TEST_F(SqliteBackend, put_replaces_the_row_of_the_same_primary_key) {
    auto backend = open();
    ASSERT_THAT(
        backend->apply({{{RowWrite::Kind::put, log_row(1, 1, "old")}, {RowWrite::Kind::put, log_row(1, 1, "new")}}}),
        Succeeds());
    const auto rows = rows_of(*backend, Table::change_log);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(std::get<std::string>(rows[0].values.at(4)), "new");
}

TEST_F(SqliteBackend, remove_takes_one_row_or_all_that_begin_so) {
    auto backend = open();
    ASSERT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(1, 1)},
                                 {RowWrite::Kind::put, log_row(1, 2)},
                                 {RowWrite::Kind::put, log_row(2, 1)},
                                 {RowWrite::Kind::put, log_row(2, 2)}}}),
                Succeeds());
    ASSERT_THAT(backend->apply({{{RowWrite::Kind::remove, {Table::change_log, {std::int64_t{1}}}},
                                 {RowWrite::Kind::remove, {Table::change_log, {std::int64_t{2}, std::int64_t{2}}}}}}),
                Succeeds());
    const auto rows = rows_of(*backend, Table::change_log);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].values, log_row(2, 1).values);
}

TEST_F(SqliteBackend, batch_that_fails_leaves_nothing_and_the_next_goes_on) {
    auto backend = open();
    Row orphan = to_row({}, Alias{"a", {}, kCreated, kCreated}, crypto::HmacSha256Key{});
    EXPECT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(1, 1)}}, {{RowWrite::Kind::put, orphan}}}),
                FailsWith(ErrorCode::store_unavailable));
    EXPECT_TRUE(rows_of(*backend, Table::change_log).empty());
    EXPECT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(1, 1)}}}), Succeeds());
}

TEST_F(SqliteBackend, file_is_its_owners_alone_whatever_the_umask) {
    const mode_t before = ::umask(0);
    const auto backend = open();
    ::umask(before);
    for (const char* suffix : {"", "-wal"}) {
        struct stat facts{};
        ASSERT_EQ(::stat((file_.string() + suffix).c_str(), &facts), 0) << suffix;
        EXPECT_EQ(facts.st_mode & 07777, 0600U) << suffix;
    }
    EXPECT_FALSE(std::filesystem::exists(file_.string() + "-shm"));
}

TEST_F(SqliteBackend, second_opener_in_this_process_is_refused) {
    const auto first = open();
    EXPECT_EQ(refusal(), UserError::conflict);
    EXPECT_EQ(line_, "database " + file_.string() + " is held by another process");
    // And the first one still works, and still holds the file.
    EXPECT_THAT(first->apply({{{RowWrite::Kind::put, log_row(1, 1)}}}), Succeeds());
    EXPECT_EQ(refusal(), UserError::conflict);
}

TEST_F(SqliteBackend, second_process_is_refused) {
    const auto first = open();
    (void)refusal();  // must not loosen the lock that other processes see
    const pid_t child = ::fork();
    if (child == 0) ::_exit(refusal() == UserError::conflict ? 1 : 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST_F(SqliteBackend, opens_again_after_it_was_closed) {
    (void)open();
    EXPECT_EQ(refusal(), std::nullopt);
}

TEST_F(SqliteBackend, newer_schema_is_refused) {
    (void)open();
    ASSERT_TRUE(plain().execute("UPDATE meta SET number = number + 1 WHERE name = 'schema'").has_value());
    EXPECT_EQ(refusal(), UserError::conflict);
    EXPECT_THAT(line_, HasSubstr("newer"));
}

TEST_F(SqliteBackend, database_without_a_schema_number_is_refused) {
    (void)open();
    ASSERT_TRUE(plain().execute("DELETE FROM meta").has_value());
    EXPECT_EQ(refusal(), UserError::damaged);
}

TEST_F(SqliteBackend, file_that_is_no_database_is_refused) {
    {
        const std::unique_ptr<FILE, int (*)(FILE*)> made{std::fopen(file_.c_str(), "w"), std::fclose};
        for (int i = 0; i < 1000; ++i) std::fputs("not a database\n", made.get());
    }
    EXPECT_EQ(refusal(), UserError::damaged);
}

TEST_F(SqliteBackend, missing_folder_is_told) {
    file_ = folder_ / "absent/store.db";
    EXPECT_EQ(refusal(), UserError::failed);
    EXPECT_THAT(line_, HasSubstr("No such file or directory"));
}

TEST_F(SqliteBackend, schema_has_the_columns_of_the_definitions) {
    (void)open();
    auto connection = plain();
    for (const TableDefinition& table : table_definitions()) {
        const std::string from = " FROM pragma_table_info('" + std::string{table.name} + "')";
        // The order is that of the definitions but for columns that came with a later schema.
        std::vector<std::string_view> columns{table.columns.begin(), table.columns.end()};
        std::ranges::sort(columns);
        std::string names;
        for (const auto column : columns) names.append(names.empty() ? "" : ",").append(column);
        EXPECT_EQ(*connection.query_text("SELECT group_concat(name) FROM (SELECT name" + from + " ORDER BY name)"),
                  names);
        EXPECT_EQ(*connection.query_text("SELECT count(*)" + from + " WHERE pk > 0"),
                  std::to_string(table.primary_key_columns));
    }
}

TEST_F(SqliteBackend, a_damaged_page_that_no_row_is_read_from_is_noticed_after_an_end_that_was_not_clean) {
    (void)open();
    {
        auto connection = plain();
        const auto root = connection.query_text("SELECT rootpage FROM sqlite_schema WHERE name = 'aliases_of_key'");
        const auto page = connection.query_text("PRAGMA page_size");
        std::fstream file{file_, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp((std::stol(*root) - 1) * std::stol(*page));
        file << std::string(100, '\x7f');
    }
    std::ofstream{file_.string() + "-wal"};  // which only a clean end takes away
    EXPECT_EQ(refusal(), UserError::damaged);
    EXPECT_THAT(line_, HasSubstr("is damaged"));
}

TEST_F(SqliteBackend, older_schema_is_migrated_one_step_after_the_other_when_the_next_batch_is_written) {
    (void)open();
    const int present = migrations().back().number;
    const Migration more[] = {{present, "must not run"},
                              {present + 1, "CREATE TABLE extra (name TEXT); INSERT INTO extra VALUES ('two')"},
                              {present + 2, "UPDATE extra SET name = name || ' and three'"}};
    const auto backend = open_durable_backend({file_, {}, false}, {}, {}, more);
    ASSERT_TRUE(backend->needs_upgrade());
    backend->upgrade({});
    EXPECT_FALSE(backend->needs_upgrade());
    ASSERT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(1, 0)}}}), Succeeds());
    ASSERT_THAT(backend->apply({{{RowWrite::Kind::put, log_row(2, 0)}}}), Succeeds());

    const auto copy = folder_ / "copy.db";
    std::filesystem::copy_file(file_, copy);
    std::filesystem::copy_file(file_.string() + "-wal", copy.string() + "-wal");
    file_ = copy;
    auto connection = plain();
    EXPECT_EQ(*connection.query_text("SELECT name FROM extra"), "two and three");
    EXPECT_EQ(*connection.query_text("SELECT number FROM meta WHERE name = 'schema'"), std::to_string(present + 2));
    EXPECT_EQ(*connection.query_text("SELECT count(*) FROM change_log"), "2");
}

TEST_F(SqliteBackend, upgrade_that_no_batch_ends_leaves_the_older_schema) {
    (void)open();
    const int present = migrations().back().number;
    const Migration more[] = {{present, ""}, {present + 1, "CREATE TABLE extra (name TEXT)"}};
    open_durable_backend({file_, {}, false}, {}, {}, more)->upgrade({});
    auto connection = plain();
    EXPECT_EQ(*connection.query_text("SELECT number FROM meta WHERE name = 'schema'"), std::to_string(present));
    EXPECT_EQ(*connection.query_text("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), "0");
}

TEST_F(SqliteBackend, failed_migration_leaves_the_older_schema) {
    (void)open();
    const int present = migrations().back().number;
    const Migration more[] = {{present, ""}, {present + 1, "CREATE TABLE extra (name TEXT); no such statement"}};
    EXPECT_THROW(open_durable_backend({file_, {}, false}, {}, {}, more)->upgrade({}), UserError);
    auto connection = plain();
    EXPECT_EQ(*connection.query_text("SELECT number FROM meta WHERE name = 'schema'"), std::to_string(present));
    EXPECT_EQ(*connection.query_text("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), "0");
}

// ---- the witness ----

// Writes down what it is told.
class Notes : public RowWitness {
  public:
    void comes(const Row& row) override { said.push_back("comes " + std::get<std::string>(row.values[0])); }
    void goes(const RowView& row) override {
        said.push_back("goes " + std::string{std::get<std::string_view>(row.values[0])} + " " +
                       std::to_string(std::get<std::int64_t>(row.values[1])));
    }
    std::optional<Row> closing_row() override {
        if (refuses) return std::nullopt;
        return meta_row("closing", 0);
    }
    std::string committed() override {
        said.emplace_back("committed");
        return trouble;
    }
    void undone() noexcept override { said.emplace_back("undone"); }

    std::vector<std::string> said;
    std::string trouble;
    bool refuses = false;
};

class WitnessedBackend : public SqliteBackend {
  protected:
    WitnessedBackend() { backend_->set_witness(&notes_); }

    std::vector<std::string> names() {
        std::vector<std::string> names;
        for (const Row& row : rows_of(*backend_, Table::meta)) names.push_back(std::get<std::string>(row.values[0]));
        return names;
    }

    Notes notes_;
    std::unique_ptr<DurableBackend> backend_ = open();
};

TEST_F(WitnessedBackend, is_told_what_comes_and_what_goes_for_it) {
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("a", 1)}}}), Succeeds());
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("a", 2)},
                                  {RowWrite::Kind::put, meta_row("b", 3)},
                                  {RowWrite::Kind::remove, {Table::meta, {std::string{"b"}}}},
                                  {RowWrite::Kind::remove, {Table::meta, {std::string{"never there"}}}}}}),
                Succeeds());
    EXPECT_THAT(notes_.said, testing::ElementsAre("comes a", "committed", "goes a 1", "comes a", "comes b", "goes b 3",
                                                  "committed"));
}

TEST_F(WitnessedBackend, is_told_of_each_row_of_a_removal_by_the_beginning_of_the_key) {
    const auto row = [](Bytes wrapping) {
        return to_row(RootKeyRow{Bytes{1}, std::move(wrapping), kCreated, Bytes{}});
    };
    class Count : public Notes {
      public:
        void comes(const Row&) override {}
        void goes(const RowView&) override { said.emplace_back("goes"); }
    } count;
    backend_->set_witness(&count);
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, row({1})}, {RowWrite::Kind::put, row({2})}}}), Succeeds());
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::remove, {Table::root_keys, {Bytes{1}}}}}}), Succeeds());
    EXPECT_EQ(std::ranges::count(count.said, "goes"), 2);
    EXPECT_TRUE(rows_of(*backend_, Table::root_keys).empty());
}

TEST_F(WitnessedBackend, is_not_told_of_the_change_log) {
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, log_row(1, 1)}}}), Succeeds());
    EXPECT_THAT(notes_.said, testing::ElementsAre("committed"));
}

TEST_F(WitnessedBackend, has_the_last_row_of_each_transaction) {
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("a", 1)}}}), Succeeds());
    EXPECT_THAT(names(), testing::ElementsAre("a", "closing", "schema"));
}

TEST_F(WitnessedBackend, undoes_a_transaction_that_the_witness_refuses_or_that_fails) {
    notes_.refuses = true;
    EXPECT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("a", 1)}}}), FailsWith(ErrorCode::store_unavailable));
    notes_.refuses = false;
    const Row orphan = to_row({}, Alias{"a", {}, kCreated, kCreated}, crypto::HmacSha256Key{});
    class Deaf : public Notes {
      public:
        void comes(const Row&) override {}
    } deaf;
    backend_->set_witness(&deaf);
    EXPECT_THAT(backend_->apply({{{RowWrite::Kind::put, orphan}}}), FailsWith(ErrorCode::store_unavailable));
    EXPECT_EQ(notes_.said.back(), "undone");
    EXPECT_THAT(deaf.said, testing::ElementsAre("undone"));
    EXPECT_THAT(names(), testing::ElementsAre("schema"));
}

TEST_F(WitnessedBackend, that_cannot_note_a_commit_ends_writing_and_keeps_the_commit) {
    notes_.trouble = "no";
    EXPECT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("a", 1)}}}), Succeeds());
    EXPECT_THAT(backend_->apply({{{RowWrite::Kind::put, meta_row("b", 1)}}}), FailsWith(ErrorCode::store_unavailable));
    EXPECT_THAT(names(), testing::ElementsAre("a", "closing", "schema"));
}

TEST(NetworkFileSystem, is_told_by_its_type) {
    EXPECT_STREQ(network_file_system_name(0x6969), "NFS");
    EXPECT_STREQ(network_file_system_name(0xff534d42), "CIFS");
    EXPECT_STREQ(network_file_system_name(0x01021997), "9P");
    EXPECT_STREQ(network_file_system_name(0x65735546), "FUSE");
    EXPECT_EQ(network_file_system_name(0xef53), nullptr);      // ext4
    EXPECT_EQ(network_file_system_name(0x01021994), nullptr);  // tmpfs
}

}  // namespace
}  // namespace tandem::store
