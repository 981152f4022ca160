#pragma once
// The schema's number and how a database of an older one becomes today's.

#include "sqlite.hpp"

#include <span>

namespace tandem::store {

// Turns a database of schema `number` - 1 into one of `number`. Never changed once released.
struct Migration {
    int number;
    const char* sql;
};
// Ascending from 1; the last one's number is today's schema.
std::span<const Migration> migrations() noexcept;

// Applies what is missing, each migration in a transaction of its own together with its number. Throws StartupError
// when the database is of a newer schema than the last of `known`, or cannot be changed.
void migrate(SqliteConnection& connection, std::span<const Migration> known, const std::string& file);

}  // namespace tandem::store
