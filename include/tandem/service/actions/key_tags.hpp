#pragma once
// Tags of a key, in any state of it. Changes of the store: worker pool.

#include "tandem/service/call.hpp"
#include "tandem/service/tags.hpp"

#include <map>
#include <set>
#include <span>

namespace tandem::service {

// All or nothing. Errors: apply's.
Result<const store::Key*> edit_tags(const Call& call, const store::Key& key, const TagChanges& changes,
                                    const TagLimits& limits);
// Removes what the filters name, each of them; all or nothing. Error: tag_not_found.
Result<const store::Key*> remove_tags(const Call& call, const store::Key& key, std::span<const TagFilter> filters);

// The values of each tag key over all keys of the tenant. Looks at every key.
using TagValues = std::map<std::string, std::set<std::string>>;
TagValues list_tag_values(const Call& call);

}  // namespace tandem::service
