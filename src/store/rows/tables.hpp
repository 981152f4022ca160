#pragma once
// The tables and their columns, as every backend stores them and every row lists them: docs/formats.md, "Tables".

#include "tandem/store/backend.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace tandem::store {

struct TableDefinition {
    Table table;
    std::string_view name;
    std::size_t primary_key_columns;  // the first so many
    std::span<const std::string_view> columns;
};

// From this schema on a database has a state anchor (docs/formats.md).
inline constexpr std::uint32_t kAnchoredSchema = 3;

// From this one on tenants and their key spaces have tables of their own; before, a tenant's row had its tenant key,
// and the key space of a region was a tenant named TENANT@REGION.
inline constexpr std::uint32_t kKeySpacesSchema = 5;

inline constexpr std::size_t kTableCount = 10;
using TableDefinitions = std::span<const TableDefinition, kTableCount>;
// Definitions by Table.
TableDefinitions table_definitions() noexcept;
// The same as databases of an older schema have them, with columns that some of those lack.
TableDefinitions table_definitions_of(std::uint32_t schema) noexcept;

inline const TableDefinition& definition_of(Table table) noexcept {
    return table_definitions()[static_cast<std::size_t>(table)];
}
inline std::string_view name_of(Table table) noexcept { return definition_of(table).name; }

}  // namespace tandem::store
