#include "tandem/app/stored_identities.hpp"

#include <string_view>

namespace tandem::app {
namespace {

std::string names_of_projects(const std::vector<store::Project>& projects) {
    std::string text;
    for (const auto& project : projects) text += (text.empty() ? "{" : ", ") + project.name + ": " + project.id;
    return text.empty() ? "{}" : text + "}";
}

}  // namespace

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

store::TenantFacts resolved_by(const store::TenantFacts& wanted, const StatedIds& stated,
                               const store::TenantFacts& stored) {
    store::TenantFacts resolved = wanted;
    if (!stated.id) resolved.id = stored.id;
    if (!stated.account) resolved.account_number = stored.account_number;
    if (!stated.application) resolved.application_number = stored.application_number;
    if (!stated.domain_id) resolved.domain_id = stored.domain_id;
    if (!stated.domain_name) resolved.domain_name = stored.domain_name;
    if (!stated.projects) resolved.projects = stored.projects;
    return resolved;
}

std::string contradictions(const store::TenantFacts& wanted, const store::TenantFacts& stored) {
    std::string text;
    const auto compare = [&](std::string_view what, const std::string& here, const std::string& there) {
        if (here == there) return;
        text += (text.empty() ? "" : "; ") + std::string{what} + " is " + here + " in the document and " + there +
                " in the database";
    };
    compare("id", wanted.id.text(), stored.id.text());
    compare("tencent.uin", std::to_string(wanted.account_number), std::to_string(stored.account_number));
    compare("tencent.app_id", std::to_string(wanted.application_number), std::to_string(stored.application_number));
    compare("huawei.domain_id", wanted.domain_id, stored.domain_id);
    compare("huawei.domain_name", wanted.domain_name, stored.domain_name);
    compare("huawei.projects", names_of_projects(wanted.projects), names_of_projects(stored.projects));
    return text;
}

}  // namespace tandem::app
