#include "sqlite.hpp"

#include "backend/file.hpp"

#include <cerrno>
#include <stdexcept>

namespace tandem::store {
namespace {

// The errno that the last call that failed on the file left behind. sqlite3_system_errno() has forgotten it after a
// rollback.
int last_errno(sqlite3* connection, SqliteConnection::File which) noexcept {
    int code = 0;
    if (which == SqliteConnection::File::database) {
        sqlite3_file_control(connection, "main", SQLITE_FCNTL_LAST_ERRNO, &code);
        return code;
    }
    sqlite3_file* log = nullptr;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != nullptr && log->pMethods != nullptr) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &code);
    return code;
}

// The system's own word comes along where a call of it failed: "disk I/O error" can be many things.
SqliteError error_of(sqlite3* connection, int code) {
    SqliteError error{code, connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code)};
    if (connection == nullptr || error.primary_code() != SQLITE_IOERR) return error;
    for (const auto file : {SqliteConnection::File::log, SqliteConnection::File::database}) {
        const int system = last_errno(connection, file);
        if (system == 0) continue;
        error.message += ": " + error_text(system);
        break;
    }
    return error;
}

}  // namespace

void throw_exception_from_error(const SqliteError& error, const boost::source_location&) {
    throw std::logic_error("unchecked SQLite error: " + error.message);
}

void SqliteStatement::bind(int parameter, const Value& value) {
    sqlite3_stmt* statement = statement_.get();
    // A null pointer would bind NULL, and an empty vector has one.
    static constexpr char kEmpty = 0;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, parameter, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text64(statement, parameter, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
        const Bytes& bytes = std::get<Bytes>(value);
        const void* data = bytes.empty() ? static_cast<const void*>(&kEmpty) : bytes.data();
        sqlite3_bind_blob64(statement, parameter, data, bytes.size(), SQLITE_STATIC);
    }
}

void SqliteStatement::bind(std::span<const Value> values) {
    for (int parameter = 1; const Value& value : values) bind(parameter++, value);
}

SqliteResult<bool> SqliteStatement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return error_of(sqlite3_db_handle(statement_.get()), code);
}

SqliteResult<void> SqliteStatement::run() {
    for (;;) {
        auto more = step();
        if (more.has_error() || !*more) {
            reset();
            if (more.has_error()) return std::move(more).error();
            return {};
        }
    }
}

void SqliteStatement::reset() noexcept {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

// One look into the row for each value; where a connection has no mutex the value needs no protection.
ValueView SqliteStatement::column(int column) const {
    sqlite3_value* value = sqlite3_column_value(statement_.get(), column);
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_BLOB: {
            const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(value));
            return ByteView{data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
        }
        default: {
            const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
            if (data == nullptr) return std::string_view{};
            return std::string_view{data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
        }
    }
}

void SqliteStatement::columns_to(std::span<ValueView> values) const {
    for (int from = 0; ValueView & value : values) value = column(from++);
}

std::string_view SqliteStatement::text(int column) const {
    const unsigned char* data = sqlite3_column_text(statement_.get(), column);
    if (data == nullptr) return {};
    return {reinterpret_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

SqliteResult<SqliteConnection> SqliteConnection::open(const std::string& file, const std::string& vfs) {
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
    SqliteConnection connection;
    connection.connection_.reset(raw);
    if (code != SQLITE_OK) return error_of(raw, code);
    return connection;
}

SqliteResult<SqliteStatement> SqliteConnection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return error_of(connection_.get(), code);
    return SqliteStatement{statement};
}

SqliteResult<void> SqliteConnection::execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(connection_.get(), code);
    return {};
}

SqliteResult<void> SqliteConnection::checkpoint() {
    const int code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(connection_.get(), code);
    return {};
}

// SQLite has a code of its own for ENOSPC, but none for EDQUOT. A sync that finds no room is a failed sync.
bool SqliteConnection::is_out_of_space(const SqliteError& error, File file) const noexcept {
    return error.primary_code() == SQLITE_FULL ||
           (error.code == SQLITE_IOERR_WRITE && last_errno(get(), file) == EDQUOT);
}

SqliteResult<std::string> SqliteConnection::query_text(std::string_view sql) {
    TANDEM_TRY(auto statement, prepare(sql));
    TANDEM_TRY(const bool has_row, statement.step());
    return has_row ? std::string{statement.text(0)} : std::string{};
}

}  // namespace tandem::store
