#include "migrations.hpp"

#include "tandem/base/user_error.hpp"

#include "rows/tables.hpp"

#include <array>
#include <charconv>

namespace tandem::store {
namespace {

constexpr const char* kFirstSchema = R"sql(
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE root_keys (
    root_key_id BLOB NOT NULL,
    wrapping_key_id BLOB NOT NULL,
    created INTEGER NOT NULL,
    sealed_key BLOB NOT NULL,
    PRIMARY KEY (root_key_id, wrapping_key_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenants (
    tenant_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    account_number INTEGER NOT NULL,
    application_number INTEGER NOT NULL,
    domain_id TEXT NOT NULL,
    domain_name TEXT NOT NULL,
    projects BLOB NOT NULL,
    tenant_key_version INTEGER NOT NULL,
    sealed_key BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    tenant_id BLOB NOT NULL REFERENCES tenants,
    key_id BLOB NOT NULL,
    name TEXT NOT NULL,
    spec INTEGER NOT NULL,
    usage INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    state INTEGER NOT NULL,
    created INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deletion_date INTEGER NOT NULL,
    description TEXT NOT NULL,
    primary_alias TEXT NOT NULL,
    versions INTEGER NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (tenant_id, key_id),
    UNIQUE (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_versions (
    tenant_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    created INTEGER NOT NULL,
    sealed_material BLOB NOT NULL,
    public_key BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (tenant_id, key_id, number),
    FOREIGN KEY (tenant_id, key_id) REFERENCES keys
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
    tenant_id BLOB NOT NULL,
    name TEXT NOT NULL,
    key_id BLOB NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (tenant_id, name),
    FOREIGN KEY (tenant_id, key_id) REFERENCES keys
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_of_key ON aliases (tenant_id, key_id);

CREATE TABLE credentials (
    credential_id TEXT NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL REFERENCES tenants,
    enabled INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    sealed_session_token BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX credentials_of_tenant ON credentials (tenant_id);

CREATE TABLE change_log (
    epoch INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    tenant_id BLOB NOT NULL,
    kind INTEGER NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (epoch, ordinal)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kObjectsSchema = R"sql(
ALTER TABLE keys ADD COLUMN particulars BLOB NOT NULL DEFAULT x'';
ALTER TABLE credentials ADD COLUMN particulars BLOB NOT NULL DEFAULT x'';

CREATE TABLE objects (
    tenant_id BLOB NOT NULL REFERENCES tenants,
    kind INTEGER NOT NULL,
    object_id BLOB NOT NULL,
    created INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    fields BLOB NOT NULL,
    sealed_secret BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (tenant_id, kind, object_id)
) STRICT, WITHOUT ROWID;
)sql";

// No table changes. Programs that know neither origins and holds of credentials nor the state anchor must not open such
// a database, and say so instead of taking its rows for altered ones. The anchor's rows come with the commit that ends
// the migration (loader.cpp).
constexpr const char* kStateAnchorSchema = "SELECT 1";

constexpr const char* kPrefixedAliasesSchema = "ALTER TABLE aliases ADD COLUMN prefixed BLOB NOT NULL DEFAULT x''";

// The rows of tenants and key_spaces are written anew, under new MACs, by whoever begins the migration
// (key_space_migration.hpp). Renamed first, so that what refers to a key space's row goes on doing so.
constexpr const char* kKeySpacesSchemaSql = R"sql(
ALTER TABLE tenants RENAME TO key_spaces;

CREATE TABLE tenants (
    tenant_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    account_number INTEGER NOT NULL,
    application_number INTEGER NOT NULL,
    domain_id TEXT NOT NULL,
    domain_name TEXT NOT NULL,
    projects BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE new_key_spaces (
    key_space_id BLOB NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL REFERENCES tenants,
    region TEXT NOT NULL,
    tenant_key_version INTEGER NOT NULL,
    sealed_key BLOB NOT NULL,
    mac BLOB NOT NULL,
    UNIQUE (tenant_id, region)
) STRICT, WITHOUT ROWID;
DROP TABLE key_spaces;
ALTER TABLE new_key_spaces RENAME TO key_spaces;

CREATE TABLE new_credentials (
    credential_id TEXT NOT NULL PRIMARY KEY,
    tenant_id BLOB NOT NULL REFERENCES tenants,
    enabled INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    sealed_session_token BLOB NOT NULL,
    mac BLOB NOT NULL,
    particulars BLOB NOT NULL DEFAULT x''
) STRICT, WITHOUT ROWID;
INSERT INTO new_credentials
    SELECT credential_id, tenant_id, enabled, expires, user_name, sealed_secret, sealed_session_token, mac, particulars
    FROM credentials;
DROP TABLE credentials;
ALTER TABLE new_credentials RENAME TO credentials;
CREATE INDEX credentials_of_tenant ON credentials (tenant_id);

ALTER TABLE keys RENAME COLUMN tenant_id TO key_space_id;
ALTER TABLE key_versions RENAME COLUMN tenant_id TO key_space_id;
ALTER TABLE aliases RENAME COLUMN tenant_id TO key_space_id;
ALTER TABLE objects RENAME COLUMN tenant_id TO key_space_id;
ALTER TABLE change_log RENAME COLUMN tenant_id TO key_space_id;
)sql";

constexpr std::array<Migration, 5> kMigrations{{{1, kFirstSchema},
                                                {2, kObjectsSchema},
                                                {3, kStateAnchorSchema},
                                                {4, kPrefixedAliasesSchema},
                                                {5, kKeySpacesSchemaSql}}};
static_assert(kMigrations[2].number == kAnchoredSchema);
static_assert(kMigrations[4].number == kKeySpacesSchema);

template <class T>
T or_throw(SqliteResult<T> result, const std::string& file) {
    if (result.has_error()) {
        throw UserError(UserError::failed, "database " + file + ": " + result.error().message);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace

std::span<const Migration> migrations() noexcept { return kMigrations; }

int present_schema(SqliteConnection& connection, std::span<const Migration> known, const std::string& file) {
    const auto tables = or_throw(connection.query_text("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'"), file);
    if (tables == "0") return 0;
    const auto text = or_throw(connection.query_text("SELECT number FROM meta WHERE name = 'schema'"), file);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (number <= 0) throw UserError(UserError::damaged, "database " + file + " does not tell its schema");
    if (number > known.back().number) {
        throw UserError(UserError::conflict, "database " + file + " has schema " + std::to_string(number) +
                                                 ", newer than the " + std::to_string(known.back().number) +
                                                 " that this program knows: run the newer program");
    }
    return number;
}

void begin_migration(SqliteConnection& connection, std::span<const Migration> known, int present,
                     const std::string& file) {
    or_throw(connection.execute("BEGIN IMMEDIATE"), file);
    for (const Migration& migration : known) {
        if (migration.number > present) or_throw(connection.execute(migration.sql), file);
    }
    or_throw(connection.execute("INSERT INTO meta (name, number, bytes) VALUES ('schema', " +
                                std::to_string(known.back().number) +
                                ", x'') ON CONFLICT (name) DO UPDATE SET number = excluded.number"),
             file);
}

}  // namespace tandem::store
