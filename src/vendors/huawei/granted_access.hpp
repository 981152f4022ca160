#pragma once
// Using keys of other domains by their grants (sections 2.4 and 7, Grants). The caller's own keys come first; only when
// its tenant has no key of the id that it gave, the grants of all tenants are asked for the word that the key is
// declared with.

#include "tandem/service/actions/grants.hpp"

#include "request.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

// The words that a grant may hold.
bool is_grantable(std::string_view operation) noexcept;

// Holds the ids that it views.
struct CallerIds {
    explicit CallerIds(const Caller& caller);
    [[nodiscard]] service::Principal principal() const noexcept { return {user, domain}; }
    std::string user;
    std::string domain;
};

// The tenant whose key the caller may use by the word, for KeyRules. Errors: service::find_grantor's.
Result<const store::KeySpace*> find_grantor(const api::Request& request, const KeyId& key, std::string_view word);

}  // namespace tandem::api::huawei
