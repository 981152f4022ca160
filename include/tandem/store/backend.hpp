#pragma once
// Where rows live. A backend knows nothing of keys: it stores sealed rows and applies batches of row writes, each batch
// wholly or not at all. It is used by one thread at a time.

#include "tandem/base/bytes.hpp"
#include "tandem/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tandem::store {

// One row of one table. `primary_key` and `columns` are in the order of the schema (docs/formats.md, "Tables").
enum class Table : std::uint8_t {
    meta,
    root_keys,
    tenants,
    keys,
    key_versions,
    aliases,
    credentials,
    change_log,
    objects,
    key_spaces
};

using Value = std::variant<std::int64_t, std::string, Bytes>;
struct Row {
    Table table;
    std::vector<Value> values;  // all columns, primary key first
};
// A row where it lies, as long as a visit lasts.
using ValueView = std::variant<std::int64_t, std::string_view, ByteView>;
struct RowView {
    Table table;
    std::span<const ValueView> values;
};
struct RowWrite {
    enum class Kind : std::uint8_t { put, remove } kind;
    Row row;  // for remove: the primary key's values alone, or its first ones: then every row that begins so
};

class Backend {
  public:
    virtual ~Backend() = default;
    // Every row of the table, by its primary key, ascending.
    virtual void load(Table table, const std::function<void(const RowView&)>& visit) = 0;
    // All writes of all batches in one transaction, durable on return. Error: store_unavailable, and nothing is
    // written.
    virtual Result<void> apply(const std::vector<std::vector<RowWrite>>& batches) = 0;
    [[nodiscard]] virtual bool is_durable() const noexcept = 0;
};

std::unique_ptr<Backend> make_memory_backend();

struct SqliteOptions {
    std::filesystem::path file;
    std::string vfs;               // empty: SQLite's own; tests name a recording one
    bool synchronous_off = false;  // only so that the sync test can show that it would notice
};
// Throws UserError: held by another process, newer schema, a network file system, a pragma that does not hold.
std::unique_ptr<Backend> open_sqlite_backend(const SqliteOptions& options);

}  // namespace tandem::store
