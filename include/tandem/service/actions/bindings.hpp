#pragma once
// Resources outside of the server that rely on a key. A bound key is not disabled, archived, deleted or emptied.
// Changes of the store: worker pool.

#include "tandem/service/call.hpp"

#include <string>

namespace tandem::service {

inline constexpr std::size_t kMostBoundResources = 1000;  // of one key

// One product owns all that is bound to a key. Repeating a binding is harmless. A bound key loses the date at which its
// imported material would expire. Errors: the key's state unless enabled, key_in_use (by another product, or by as many
// as there can be).
Result<const store::Key*> bind_resource(const Call& call, const store::Key& key, const store::BoundResource& resource);
// Unbinds in any state. Error: resource_not_bound.
Result<const store::Key*> unbind_resource(const Call& call, const store::Key& key,
                                          const store::BoundResource& resource);

}  // namespace tandem::service
