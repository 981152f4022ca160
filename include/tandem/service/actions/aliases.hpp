#pragma once
// Further aliases of a key. Changes run on the worker pool.

#include "tandem/service/call.hpp"

#include <span>
#include <string>
#include <vector>

namespace tandem::service {

// Errors: key_pending_deletion, alias_exists, alias_limit_exceeded.
Result<store::Alias> create_alias(const Call& call, const store::Key& key, const GivenAlias& alias);
// Moves an existing alias to another key. Errors: alias_not_found, key_pending_deletion, alias_limit_exceeded.
Result<store::Alias> associate_alias(const Call& call, std::string name, const store::Key& target);
// All or nothing. Error: alias_not_found.
Result<void> delete_aliases(const Call& call, const store::Key& key, std::span<const std::string> names);

struct ListAliasesInput {
    const store::Key* key = nullptr;  // null: of all keys
    std::size_t offset = 0;
    std::size_t limit = 1000;
};
struct ListAliasesOutput {
    std::vector<const store::Alias*> page;  // by name
    std::size_t total = 0;
};
ListAliasesOutput list_aliases(const Call& call, const ListAliasesInput& input);

}  // namespace tandem::service
