#pragma once
// A credential as a file describes it, turned into what is stored.

#include "tandem/app/config.hpp"
#include "tandem/store/records.hpp"

namespace tandem::app {

store::CredentialFacts credential_facts(const CredentialConfig& config, const TenantId& tenant);

// Whether storing `facts` and `secret` would change nothing, wherever they come from. Compares the secret in constant
// time.
bool is_same_credential(const store::Credential& stored, const store::CredentialFacts& facts,
                        const SecretBytes& secret);

}  // namespace tandem::app
