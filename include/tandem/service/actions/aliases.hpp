#pragma once
// Further aliases of a key. Changes run on the worker pool.

#include "tandem/service/call.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tandem::service {

// Errors: find_key's, key_pending_deletion, alias_exists, alias_limit_exceeded.
Result<store::Alias> create_alias(const Call& call, const KeyRef& key, const GivenAlias& alias);
// Moves an existing alias to another key. Errors: find_key's, alias_not_found, key_pending_deletion,
// alias_limit_exceeded.
Result<store::Alias> associate_alias(const Call& call, std::string name, const KeyRef& target);
// All or nothing. Errors: find_key's, alias_not_found.
Result<void> delete_aliases(const Call& call, const KeyRef& key, std::span<const std::string> names);

struct ListAliasesInput {
    std::optional<KeyRef> key{};  // none: of all keys
    std::size_t offset = 0;
    std::size_t limit = 1000;
};
struct ListAliasesOutput {
    std::vector<const store::Alias*> page;  // by name
    std::size_t total = 0;
};
// Errors: find_key's.
Result<ListAliasesOutput> list_aliases(const Call& call, const ListAliasesInput& input);

}  // namespace tandem::service
