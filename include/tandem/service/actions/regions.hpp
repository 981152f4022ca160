#pragma once
// Keys in several regions: each has a copy of its own, of the same id and material, which opens what the others sealed.
// Copies live apart from then on, but for this: none of them rotates, and only the primary takes imported material and
// is copied on.

#include "tandem/service/call.hpp"

#include <string>
#include <vector>

namespace tandem::service {

struct ReplicateKeyInput {
    GivenAlias alias{};  // of the copy
    std::string description{};
    std::vector<store::Tag> tags{};  // checked by the caller (service/tags.hpp)
};
// From the call's key space to `to`, another one of the same tenant. On the worker pool. Errors: the key's state
// unless enabled, key_is_replica, keystore_without_replicas, rotation_not_for_key_of_regions (it rotates),
// replica_exists, alias_exists, key_limit_exceeded.
Result<const store::Key*> replicate_key(const Call& call, const store::Key& key, const store::KeySpace& to,
                                        const ReplicateKeyInput& input);

// Makes the copy in `to` the primary in the place of the call's. On the worker pool. Errors: key_is_replica,
// replica_not_found, the state of either copy when it is to be deleted.
Result<const store::Key*> move_primary(const Call& call, const store::Key& key, const store::KeySpace& to);

}  // namespace tandem::service
