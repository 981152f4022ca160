#include "credential_facts.hpp"

namespace tandem::app {

store::CredentialFacts credential_facts(const CredentialConfig& config, const TenantId& tenant) {
    store::CredentialFacts facts;
    facts.id = config.id;
    facts.tenant = tenant;
    facts.enabled = config.enabled;
    facts.user_name = config.user_name.empty() ? config.id : config.user_name;
    facts.expires = config.expires;
    facts.session_token = config.session_token;
    facts.allow = config.allow;
    facts.login_only = config.login_only;
    facts.origin = config.origin;
    return facts;
}

bool is_same_credential(const store::Credential& stored, const store::CredentialFacts& facts,
                        const SecretBytes& secret) {
    const auto& now = stored.facts;
    return stored.secret == secret && now.enabled == facts.enabled && now.user_name == facts.user_name &&
           now.expires == facts.expires && now.session_token == facts.session_token && now.allow == facts.allow &&
           now.login_only == facts.login_only && now.hold == facts.hold;
}

}  // namespace tandem::app
