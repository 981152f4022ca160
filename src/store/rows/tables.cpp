#include "tables.hpp"

namespace tandem::store {
namespace {

using Name = std::string_view;
constexpr Name kMeta[] = {"name", "number", "bytes"};
constexpr Name kRootKeys[] = {"root_key_id", "wrapping_key_id", "created", "sealed_key"};
constexpr Name kTenants[] = {"tenant_id", "name",        "account_number", "application_number",
                             "domain_id", "domain_name", "projects",       "mac"};
constexpr Name kKeys[] = {"key_space_id", "key_id",        "name",     "spec",        "usage",
                          "origin",       "state",         "created",  "revision",    "deletion_date",
                          "description",  "primary_alias", "versions", "particulars", "mac"};
constexpr Name kKeyVersions[] = {"key_space_id", "key_id", "number", "created", "sealed_material", "public_key", "mac"};
constexpr Name kAliases[] = {"key_space_id", "name", "key_id", "created", "updated", "prefixed", "mac"};
constexpr Name kCredentials[] = {
    "credential_id",        "tenant_id",   "enabled", "expires", "user_name", "sealed_secret",
    "sealed_session_token", "particulars", "mac"};
constexpr Name kChangeLog[] = {"epoch", "ordinal", "key_space_id", "kind", "object"};
constexpr Name kObjects[] = {"key_space_id", "kind",   "object_id",     "created",
                             "revision",     "fields", "sealed_secret", "mac"};
constexpr Name kKeySpaces[] = {"key_space_id", "tenant_id", "region", "tenant_key_version", "sealed_key", "mac"};

constexpr std::array<TableDefinition, kTableCount> kDefinitions{{
    {Table::meta, "meta", 1, kMeta},
    {Table::root_keys, "root_keys", 2, kRootKeys},
    {Table::tenants, "tenants", 1, kTenants},
    {Table::keys, "keys", 2, kKeys},
    {Table::key_versions, "key_versions", 3, kKeyVersions},
    {Table::aliases, "aliases", 2, kAliases},
    {Table::credentials, "credentials", 1, kCredentials},
    {Table::change_log, "change_log", 2, kChangeLog},
    {Table::objects, "objects", 3, kObjects},
    {Table::key_spaces, "key_spaces", 1, kKeySpaces},
}};

// ---- before kKeySpacesSchema ----

constexpr Name kTenantsWithKeys[] = {"tenant_id",   "name",     "account_number",     "application_number", "domain_id",
                                     "domain_name", "projects", "tenant_key_version", "sealed_key",         "mac"};
constexpr Name kKeysOfTenants[] = {"tenant_id",   "key_id",        "name",     "spec",        "usage",
                                   "origin",      "state",         "created",  "revision",    "deletion_date",
                                   "description", "primary_alias", "versions", "particulars", "mac"};
constexpr Name kKeyVersionsOfTenants[] = {"tenant_id",       "key_id",     "number", "created",
                                          "sealed_material", "public_key", "mac"};
constexpr Name kAliasesOfTenants[] = {"tenant_id", "name", "key_id", "created", "updated", "prefixed", "mac"};
constexpr Name kChangeLogOfTenants[] = {"epoch", "ordinal", "tenant_id", "kind", "object"};
constexpr Name kObjectsOfTenants[] = {"tenant_id", "kind",   "object_id",     "created",
                                      "revision",  "fields", "sealed_secret", "mac"};

constexpr std::array<TableDefinition, kTableCount> kDefinitionsOfTenants{{
    kDefinitions[0],
    kDefinitions[1],
    {Table::tenants, "tenants", 1, kTenantsWithKeys},
    {Table::keys, "keys", 2, kKeysOfTenants},
    {Table::key_versions, "key_versions", 3, kKeyVersionsOfTenants},
    {Table::aliases, "aliases", 2, kAliasesOfTenants},
    kDefinitions[6],
    {Table::change_log, "change_log", 2, kChangeLogOfTenants},
    {Table::objects, "objects", 3, kObjectsOfTenants},
    {Table::key_spaces, "key_spaces", 1, {}},
}};

}  // namespace

TableDefinitions table_definitions() noexcept { return kDefinitions; }

TableDefinitions table_definitions_of(std::uint32_t schema) noexcept {
    return schema < kKeySpacesSchema ? kDefinitionsOfTenants : kDefinitions;
}

}  // namespace tandem::store
