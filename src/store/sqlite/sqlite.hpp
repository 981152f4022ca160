#pragma once
// SQLite's C API with owners and errors as values. For one thread at a time.

#include "tandem/base/error.hpp"
#include "tandem/store/backend.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tandem::store {

// A failure of SQLite; the code is an extended one.
struct SqliteError {
    SqliteError() = default;
    SqliteError(int extended_code, std::string text) : code(extended_code), message(std::move(text)) {}

    int code = SQLITE_OK;
    std::string message;

    [[nodiscard]] int primary_code() const noexcept { return code & 0xff; }
};
template <class T>
using SqliteResult = boost::system::result<T, SqliteError>;

[[noreturn]] void throw_exception_from_error(const SqliteError& error, const boost::source_location& where);

// A prepared statement. Bound texts and bytes are not copied: they must live until the step or reset after.
class SqliteStatement {
  public:
    // Parameters count from 1, columns from 0.
    void bind(int parameter, const Value& value);
    void bind(std::span<const Value> values);
    // True when there is a row, false at the end.
    [[nodiscard]] SqliteResult<bool> step();
    // Steps to the end and resets, whether it failed or not.
    [[nodiscard]] SqliteResult<void> run();
    void reset() noexcept;

    [[nodiscard]] int columns() const noexcept { return sqlite3_column_count(statement_.get()); }
    // NULL and floating-point numbers, which no table has, read as text.
    // Until the next step.
    [[nodiscard]] ValueView column(int column) const;
    // The first so many.
    void columns_to(std::span<ValueView> values) const;
    [[nodiscard]] std::string_view text(int column) const;

  private:
    friend class SqliteConnection;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

class SqliteConnection {
  public:
    // Opens or makes the database. `vfs`: empty for SQLite's own.
    [[nodiscard]] static SqliteResult<SqliteConnection> open(const std::string& file, const std::string& vfs);

    [[nodiscard]] SqliteResult<SqliteStatement> prepare(std::string_view sql);
    // Every statement of the text.
    [[nodiscard]] SqliteResult<void> execute(const std::string& sql);
    // The first column of the first row; empty without one.
    [[nodiscard]] SqliteResult<std::string> query_text(std::string_view sql);

    // Moves what the write-ahead log holds into the database file, as far as no reader is in the way.
    [[nodiscard]] SqliteResult<void> checkpoint();
    // Whether the disk or a quota had no room for the write to this file that ended like this just now.
    enum class File : bool { database, log };
    [[nodiscard]] bool is_out_of_space(const SqliteError& error, File file) const noexcept;
    // How many rows the last statement inserted, updated or deleted.
    [[nodiscard]] int changes() const noexcept { return sqlite3_changes(connection_.get()); }
    [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(connection_.get()) == 0; }
    [[nodiscard]] sqlite3* get() const noexcept { return connection_.get(); }

  private:
    struct Closer {
        void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
    };
    SqliteConnection() = default;
    std::unique_ptr<sqlite3, Closer> connection_;
};

}  // namespace tandem::store
