#pragma once
// Statements of a document on a tenant or a credential, beside what is stored of it. Any thread.

#include "tandem/app/config.hpp"
#include "tandem/store/records.hpp"

#include <string>

namespace tandem::app {

// A credential as it is stored, but for its secret.
store::CredentialFacts credential_facts(const CredentialConfig& config, const TenantId& tenant);

// Whether storing `facts` and `secret` would change nothing, wherever they come from. Compares the secret in constant
// time.
bool is_same_credential(const store::Credential& stored, const store::CredentialFacts& facts,
                        const SecretBytes& secret);

// `wanted`, with what is stored where the document states nothing.
store::TenantFacts resolved_by(const store::TenantFacts& wanted, const StatedIds& stated,
                               const store::TenantFacts& stored);

// Differences, each with both values: "tencent.uin is 2 in the document and 1 in the database"; empty: there are none.
std::string contradictions(const store::TenantFacts& wanted, const store::TenantFacts& stored);

}  // namespace tandem::app
