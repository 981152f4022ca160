#pragma once
// Grants: what the owner of a key lets others do with it. Who they are, and by which word an operation goes, is an
// API's to say; here both are texts.

#include "tandem/service/call.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::service {

using store::Grant;
using store::ObjectId;

struct CreateGrantInput {
    const store::Key& key;
    std::string name{};
    std::string grantee;
    bool grantee_is_domain = false;
    std::vector<std::string> operations;  // no two the same
    std::string issuer;
    std::string retirer{};
};
// On the worker pool. Errors: the key's state, grant_limit_exceeded.
Result<const Grant*> create_grant(const Call& call, CreateGrantInput input);

// Errors: grant_not_found, grant_of_another_key.
Result<const Grant*> find_grant(const Call& call, const KeyId& key, const ObjectId& id);
// Removes in any state of the key. On the worker pool. Errors: find_grant's.
Result<void> remove_grant(const Call& call, const KeyId& key, const ObjectId& id);

// The key's grants, by id.
std::vector<const Grant*> grants_of_key(const Call& call, const store::Key& key);

// A caller as grants name it.
struct Principal {
    std::string_view user;
    std::string_view domain;
};
[[nodiscard]] bool names(const Grant& grant, const Principal& caller) noexcept;
[[nodiscard]] bool allows(const Grant& grant, std::string_view operation) noexcept;

// The tenant other than `own`, of the same region, whose key of this id the caller may use for the operation. Errors:
// key_not_found when no grant names the caller, not_authorized when none of those that do has the operation.
Result<const store::KeySpace*> find_grantor(const Services& services, const store::KeySpace& own,
                                            const Principal& caller, const KeyId& key, std::string_view operation);

}  // namespace tandem::service
