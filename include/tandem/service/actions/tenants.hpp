#pragma once
// Tenants and their credentials. Those that configuration names have identities derived from the name, so that two
// installations of one configuration agree; those made while the server runs are random.

#include "tandem/base/secret.hpp"
#include "tandem/service/call.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::service {

// All that the outside calls a tenant: a domain id and one project id of 32 hexadecimal digits, an account number of
// 12 decimal digits, an application number of 10.
store::TenantFacts derived_tenant(std::string_view name, std::string_view project_name);
// The same at random. An empty name becomes "tenant-" and 12 letters or digits.
store::TenantFacts random_tenant(std::string_view name, std::string_view project_name);

// 1 to 64 of [A-Za-z0-9._-], the first a letter or digit. Error: parameter_invalid, subject "name".
Result<void> check_tenant_name(std::string_view name);

// An access key: both parts are letters and digits, 36 characters of id and 40 of secret (about 238 random bits).
struct NewCredential {
    std::string id;
    SecretBytes secret;
};
NewCredential random_credential();
// Whether it may be the id of one of those.
bool has_random_form(std::string_view credential_id) noexcept;

// The two below change the store: worker pool only. They hold their own ReadGuard.

// Makes the tenant and its first credential in one commit. Errors: conflict (the name or the id is taken),
// store_unavailable.
Result<void> create_tenant(Services& services, const store::TenantFacts& facts, const NewCredential& credential);
// Errors: parameter_invalid with subject "tenant" (no such tenant), conflict, store_unavailable.
Result<void> create_credential(Services& services, std::string_view tenant_name, const NewCredential& credential);

}  // namespace tandem::service
