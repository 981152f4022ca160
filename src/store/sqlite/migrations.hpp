#pragma once
// The schema's number and how a database of an older one becomes today's.

#include "backend/durable_backend.hpp"
#include "sqlite.hpp"

#include <memory>
#include <span>
#include <string>

namespace tandem::store {

// Turns a database of schema `number` - 1 into one of `number`. Never changed once released.
struct Migration {
    int number;
    const char* sql;
};
// Ascending from 1; the last one's number is today's schema.
std::span<const Migration> migrations() noexcept;

// The schema that the database has; 0: no tables. Throws UserError when it has tables and does not tell, or is of a
// newer schema than the last of `known`.
int present_schema(SqliteConnection& connection, std::span<const Migration> known, const std::string& file);

// Begins a transaction and applies in it what a database of schema `present` is missing, the new number included.
// Whoever ends the transaction adds the state's new tag. Foreign keys must be off: tables that others refer to are made
// again. Throws UserError.
void begin_migration(SqliteConnection& connection, std::span<const Migration> known, int present,
                     const std::string& file);

// Opens as open_sqlite_backend does, for a program that knows these migrations.
std::unique_ptr<DurableBackend> open_durable_backend(const SqliteOptions& options, WriteObserver observer,
                                                     const AnchorOptions& anchor, std::span<const Migration> known);

}  // namespace tandem::store
