// Rows in one SQLite file, written by one connection in WAL mode with a sync at every commit. The connection holds the
// file exclusively for its whole life: two writers on one WAL are what SQLite 3.40 is not safe with.

#include "tandem/base/user_error.hpp"
#include "tandem/store/write_observer.hpp"

#include "anchor/anchor_opening.hpp"
#include "backend/durable_backend.hpp"
#include "backend/file.hpp"
#include "migrations.hpp"
#include "rows/tables.hpp"
#include "sqlite.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace tandem::store {
namespace {

struct Pragma {
    const char* name;
    const char* setting;
    const char* reads_back;
};
// Pragmas in this order: the lock mode comes before WAL, so that no shared-memory file is ever made.
constexpr std::array<Pragma, 12> kPragmas{{
    {"busy_timeout", "0", "0"},
    {"locking_mode", "EXCLUSIVE", "exclusive"},
    {"journal_mode", "WAL", "wal"},
    {"synchronous", "FULL", "2"},
    {"foreign_keys", "ON", "1"},
    {"trusted_schema", "OFF", "0"},
    {"cell_size_check", "ON", "1"},
    {"mmap_size", "0", "0"},
    {"temp_store", "MEMORY", "2"},
    {"journal_size_limit", "67108864", "67108864"},
    {"secure_delete", "ON", "1"},
    {"cache_size", "-32768", "-32768"},
}};

// KiB. Ids are random, so writes touch pages everywhere. Loading reads each page once: few of them stay in the
// processor's own cache.
constexpr int kCacheOfWriting = 32768;
constexpr int kCacheOfLoading = 512;

// The write-ahead log is moved into the database file when it is so long.
constexpr int kCheckpointPages = 8000;  // 32 MiB: pages that change often move once

// Failures that say nothing of the disk: the transaction is undone, and the next may succeed.
bool says_nothing_of_disk(const SqliteError& error) noexcept {
    const int code = error.primary_code();
    return code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG || code == SQLITE_NOMEM;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const SqliteError& error) {
    const std::string named = "database " + file.string();
    switch (error.primary_code()) {
        case SQLITE_BUSY:
            throw UserError(UserError::conflict, named + " is held by another process");
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            throw UserError(UserError::damaged, named + ": " + error.message);
        case SQLITE_IOERR:
        case SQLITE_FULL:
            throw UserError(UserError::storage, named + ": " + error.message);
        default:
            throw UserError(UserError::failed, named + ": " + error.message);
    }
}

template <class T>
T or_refuse(SqliteResult<T> result, const std::filesystem::path& file) {
    if (result.has_error()) refuse(file, result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Makes the file when there is none, so that it is its owner's alone whatever the umask, and looks where it lies. An
// existing one is not opened: closing it again would drop the locks that another connection of this process holds.
void prepare_file(const std::filesystem::path& file) {
    const FileDescriptor made{::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (made ? !sync_folder_of(file) : errno != EEXIST) {
        throw UserError(UserError::failed, "database " + file.string() + ": " + error_text(errno));
    }
    if (const char* name = network_file_system_of(file)) {
        throw UserError(UserError::unsafe, "database " + file.string() + " lies on a network file system (" + name +
                                               "), where locks and syncs cannot be trusted: move it to a local disk");
    }
}

// A connection that is closed in order takes it away.
bool has_write_ahead_log(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::exists(file.string() + "-wal", error);
}

// A sync that failed leaves pages which the kernel takes for written and which no later sync writes, so that a power
// cut could end the log before changes that come after them. What an earlier process left is therefore written once
// more, byte by byte the same, and synced through a descriptor that knows of no failure.
void write_log_again(const std::filesystem::path& file) {
    const std::string log = file.string() + "-wal";
    if (!rewrite_and_sync(log) && errno != ENOENT)
        throw UserError(UserError::storage, "write-ahead log " + log + ": " + error_text(errno));
}

// Every page, those of indexes too, of which loading sees nothing. The rows themselves are all read and checked by
// their MACs at each start.
void check_pages(SqliteConnection& connection, const std::filesystem::path& file) {
    if (const auto verdict = or_refuse(connection.query_text("PRAGMA quick_check(1)"), file); verdict != "ok")
        throw UserError(UserError::damaged, "database " + file.string() + " is damaged: " + verdict);
}

void set_pragma(SqliteConnection& connection, const Pragma& pragma, const std::filesystem::path& file) {
    const std::string name = pragma.name;
    or_refuse(connection.query_text("PRAGMA " + name + " = " + pragma.setting), file);
    const std::string seen = or_refuse(connection.query_text("PRAGMA " + name), file);
    if (seen != pragma.reads_back) {
        throw UserError(UserError::failed, "database " + file.string() + ": PRAGMA " + name + " is " + seen +
                                               " instead of " + pragma.reads_back);
    }
}

std::vector<std::string_view> to_vector(std::span<const std::string_view> names) {
    return {names.begin(), names.end()};
}

std::string joined(std::span<const std::string_view> names, std::string_view before, std::string_view after,
                   std::string_view between) {
    std::string text;
    for (const std::string_view name : names) {
        if (!text.empty()) text += between;
        text.append(before).append(name).append(after);
    }
    return text;
}

// Up to what is to happen when there is a row of this primary key.
std::string insert_sql(const TableDefinition& table) {
    std::string sql =
        "INSERT INTO " + std::string{table.name} + " (" + joined(table.columns, "", "", ", ") + ") VALUES (";
    for (std::size_t i = 0; i < table.columns.size(); ++i) sql += i == 0 ? "?" : ", ?";
    return sql + ") ON CONFLICT (" + joined(table.columns.first(table.primary_key_columns), "", "", ", ") + ") DO ";
}

std::string add_sql(const TableDefinition& table) { return insert_sql(table) + "NOTHING"; }

std::string put_sql(const TableDefinition& table) {
    std::string sql = insert_sql(table) + "UPDATE SET ";
    for (const std::string_view column : table.columns.subspan(table.primary_key_columns)) {
        if (column != table.columns[table.primary_key_columns]) sql += ", ";
        sql.append(column).append(" = excluded.").append(column);
    }
    return sql;
}

std::string remove_sql(const TableDefinition& table, std::size_t key_columns) {
    return "DELETE FROM " + std::string{table.name} + " WHERE " +
           joined(table.columns.first(key_columns), "", " = ?", " AND ");
}

std::string select_sql(const TableDefinition& table, std::size_t key_columns) {
    return "SELECT " + joined(table.columns, "", "", ", ") + " FROM " + std::string{table.name} + " WHERE " +
           joined(table.columns.first(key_columns), "", " = ?", " AND ");
}

// Backend of an exclusive connection. From the making on, or from upgrade() on, the tables are today's.
class SqliteBackend final : public DurableBackend {
  public:
    SqliteBackend(SqliteConnection connection, const std::filesystem::path& file, WriteObserver observer,
                  const AnchorOptions& anchor, std::span<const Migration> known)
        : connection_(std::move(connection)),
          file_(file),
          anchor_(anchor),
          migrations_(known),
          schema_(present_schema(connection_, known, file.string())),
          observer_(std::move(observer)) {
        // Instead of SQLite's own checkpoints, which ignore a failed sync.
        const auto count_pages = [](void* pages, sqlite3*, const char*, int in_log) {
            *static_cast<int*>(pages) = in_log;
            return SQLITE_OK;
        };
        sqlite3_wal_hook(connection_.get(), count_pages, &log_pages_);
        if (!needs_upgrade()) prepare_statements();
    }

    void load(Table table, const std::function<void(const RowView&)>& visit) override {
        or_refuse(set_cache(kCacheOfLoading), file_);
        const TableDefinition& definition =
            table_definitions_of(static_cast<std::uint32_t>(schema_))[static_cast<std::size_t>(table)];
        const auto columns = needs_upgrade() ? columns_there(definition) : to_vector(definition.columns);
        if (columns.empty()) return;
        const auto primary_key = definition.columns.first(definition.primary_key_columns);
        auto select = prepared("SELECT " + joined(columns, "", "", ", ") + " FROM " + std::string{definition.name} +
                               " ORDER BY " + joined(primary_key, "", "", ", "));
        std::vector<ValueView> values(columns.size());
        while (or_refuse(select.step(), file_)) {
            select.columns_to(values);
            visit({table, values});
        }
    }

    [[nodiscard]] bool needs_upgrade() const noexcept override { return schema_ < migrations_.back().number; }
    void upgrade(const std::vector<RowWrite>& rows) override {
        set_foreign_keys(false);
        begin_migration(connection_, migrations_, schema_, file_.string());
        schema_ = migrations_.back().number;
        prepare_statements();
        for (const RowWrite& one : rows) or_refuse(write(one), file_);
    }

    void set_witness(RowWitness* witness) override { witness_ = witness; }

    Result<void> apply(const std::vector<std::vector<RowWrite>>& batches) override {
        if (state_ == WriteState::failed) return fail(ErrorCode::store_unavailable, {}, "an earlier write failed");
        // Should it fail, writes are slower and no less right.
        (void)set_cache(kCacheOfWriting);
        const auto written = write(batches);
        if (written.has_error()) {
            note_failure(written.error(), SqliteConnection::File::log);
            if (connection_.in_transaction()) (void)connection_.execute("ROLLBACK");
            if (witness_ != nullptr) witness_->undone();
            return fail(ErrorCode::store_unavailable, {}, "database: " + written.error().message);
        }
        enter(WriteState::writable, {});
        if (!has_foreign_keys_) set_foreign_keys(true);
        if (witness_ != nullptr) tell_witness();
        if (log_pages_ >= kCheckpointPages) checkpoint();
        return {};
    }

    [[nodiscard]] const AnchorOptions& anchor() const noexcept override { return anchor_; }

  private:
    struct Statements {
        std::optional<SqliteStatement> put;
        std::optional<SqliteStatement> add;  // changes nothing where there is a row of the primary key
        // Both by the number of key columns given, less one.
        std::vector<SqliteStatement> remove;
        std::vector<SqliteStatement> select;
    };

    void prepare_statements() {
        begin_.emplace(prepared("BEGIN IMMEDIATE"));
        commit_.emplace(prepared("COMMIT"));
        for (const TableDefinition& table : table_definitions()) {
            Statements& of_table = statements_of(table.table);
            of_table.put.emplace(prepared(put_sql(table)));
            of_table.add.emplace(prepared(add_sql(table)));
            for (std::size_t columns = 1; columns <= table.primary_key_columns; ++columns) {
                of_table.remove.push_back(prepared(remove_sql(table, columns)));
                of_table.select.push_back(prepared(select_sql(table, columns)));
            }
        }
    }

    // Columns of a table of an older schema: none when there is no such table.
    std::vector<std::string_view> columns_there(const TableDefinition& table) {
        const std::string from = "SELECT count(*) FROM pragma_table_info('" + std::string{table.name} + "')";
        std::vector<std::string_view> columns;
        for (const std::string_view column : table.columns) {
            const auto sql = from + " WHERE name = '" + std::string{column} + "'";
            if (or_refuse(connection_.query_text(sql), file_) != "0") columns.push_back(column);
        }
        return columns;
    }

    SqliteStatement prepared(const std::string& sql) { return or_refuse(connection_.prepare(sql), file_); }

    // Outside of a transaction.
    void set_foreign_keys(bool on) {
        set_pragma(connection_, {"foreign_keys", on ? "ON" : "OFF", on ? "1" : "0"}, file_);
        has_foreign_keys_ = on;
    }

    SqliteResult<void> set_cache(int kibibytes) {
        if (cache_ == kibibytes) return {};
        cache_ = kibibytes;
        return connection_.execute("PRAGMA cache_size = -" + std::to_string(kibibytes));
    }

    SqliteResult<void> write(const std::vector<std::vector<RowWrite>>& batches) {
        if (!connection_.in_transaction()) TANDEM_CHECK(begin_->run());
        for (const auto& batch : batches) {
            for (const RowWrite& one : batch)
                TANDEM_CHECK(is_witnessed(one.row.table) ? write_witnessed(one) : write(one));
        }
        if (witness_ != nullptr) TANDEM_CHECK(write_closing_row());
        return commit_->run();
    }

    Statements& statements_of(Table table) { return statements_[static_cast<std::size_t>(table)]; }

    static SqliteResult<void> run(SqliteStatement& statement, const std::vector<Value>& values) {
        statement.bind(values);
        return statement.run();
    }

    SqliteResult<void> write(const RowWrite& one) {
        const auto& values = one.row.values;
        Statements& of_table = statements_of(one.row.table);
        return run(one.kind == RowWrite::Kind::put ? *of_table.put : of_table.remove.at(values.size() - 1), values);
    }

    // ---- what a witness is told of ----

    [[nodiscard]] bool is_witnessed(Table table) const noexcept {
        return witness_ != nullptr && table != Table::change_log;
    }

    SqliteResult<void> write_witnessed(const RowWrite& one) {
        const Row& row = one.row;
        if (one.kind == RowWrite::Kind::remove) {
            TANDEM_CHECK(show_rows(row.table, row.values));
            return write(one);
        }
        // Most rows are new, and those are not looked for.
        TANDEM_CHECK(run(*statements_of(row.table).add, row.values));
        if (connection_.changes() == 0) {
            TANDEM_CHECK(
                show_rows(row.table, std::span{row.values}.first(definition_of(row.table).primary_key_columns)));
            TANDEM_CHECK(write(one));
        }
        witness_->comes(row);
        return {};
    }

    // Those whose primary key begins so, before they go.
    SqliteResult<void> show_rows(Table table, std::span<const Value> primary_key) {
        SqliteStatement& select = statements_of(table).select.at(primary_key.size() - 1);
        select.bind(primary_key);
        shown_.resize(definition_of(table).columns.size());
        for (;;) {
            auto more = select.step();
            if (more.has_error() || !*more) {
                select.reset();
                if (more.has_error()) return std::move(more).error();
                return {};
            }
            select.columns_to(shown_);
            witness_->goes({table, shown_});
        }
    }

    SqliteResult<void> write_closing_row() {
        const auto row = witness_->closing_row();
        if (!row) return SqliteError{SQLITE_CONSTRAINT, "a transaction without an epoch of its own"};
        return write({RowWrite::Kind::put, *row});
    }

    // The batch is durable. When the witness cannot note it, what it knows would fall behind in silence.
    void tell_witness() {
        if (const std::string trouble = witness_->committed(); !trouble.empty()) stop_writing(trouble);
    }

    // The batch is durable in the log already. Without room in the database file it stays there for now.
    void checkpoint() {
        log_pages_ = 0;
        const auto done = connection_.checkpoint();
        if (done.has_error() && !connection_.is_out_of_space(done.error(), SqliteConnection::File::database))
            note_failure(done.error(), SqliteConnection::File::database);
    }

    void note_failure(const SqliteError& error, SqliteConnection::File file) {
        if (connection_.is_out_of_space(error, file)) return enter(WriteState::full, error.message);
        if (!says_nothing_of_disk(error)) stop_writing(error.message);
    }

    void stop_writing(std::string_view reason) {
        // Nobody knows what is durable, and a second sync would say yes without knowing either: not even closing may
        // try one. The next start reads what the log really holds.
        sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        enter(WriteState::failed, reason);
    }

    void enter(WriteState state, std::string_view reason) {
        if (std::exchange(state_, state) != state && observer_) observer_(state, reason);
    }

    SqliteConnection connection_;  // closes after its statements
    std::filesystem::path file_;
    AnchorOptions anchor_;
    std::span<const Migration> migrations_;
    int schema_;
    RowWitness* witness_ = nullptr;
    std::vector<ValueView> shown_;
    std::optional<SqliteStatement> begin_;
    std::optional<SqliteStatement> commit_;
    std::array<Statements, kTableCount> statements_;
    int cache_ = kCacheOfWriting;
    bool has_foreign_keys_ = true;  // but for the time of an upgrade
    int log_pages_ = 0;             // in the write-ahead log, as of the last commit
    WriteState state_ = WriteState::writable;
    WriteObserver observer_;
};

}  // namespace

std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options) {
    return open_sqlite_backend(options, WriteObserver{});
}

std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options, WriteObserver observer) {
    return open_sqlite_backend(options, std::move(observer), {});
}

std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options, WriteObserver observer,
                                             const AnchorOptions& anchor) {
    return open_durable_backend(options, std::move(observer), anchor, migrations());
}

std::unique_ptr<DurableBackend> open_durable_backend(const SqliteOptions& options, WriteObserver observer,
                                                     const AnchorOptions& anchor, std::span<const Migration> known) {
    const std::filesystem::path& file = options.file;
    begin_anchor(file, anchor.file);
    prepare_file(file);
    const bool ended_well = !has_write_ahead_log(file);
    SqliteConnection connection = or_refuse(SqliteConnection::open(file.string(), options.vfs), file);
    sqlite3_db_config(connection.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    for (const Pragma& pragma : kPragmas) set_pragma(connection, pragma, file);
    if (options.synchronous_off) set_pragma(connection, {"synchronous", "OFF", "0"}, file);
    // Takes the lock that is then kept until the connection closes.
    or_refuse(connection.execute("BEGIN IMMEDIATE; COMMIT"), file);
    if (!ended_well) {
        write_log_again(file);
        check_pages(connection, file);
    }
    return std::make_unique<SqliteBackend>(std::move(connection), file, std::move(observer), anchor, known);
}

}  // namespace tandem::store
