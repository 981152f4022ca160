#include "login.hpp"

#include <algorithm>

namespace tandem::dialect::huawei::iam {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxNameBytes = 64;

// nullptr when absent, or when `parent` is.
const json::object* object_in(const json::object* parent, std::string_view name) noexcept {
    const json::value* value = parent != nullptr ? parent->if_contains(name) : nullptr;
    return value != nullptr ? value->if_object() : nullptr;
}

std::string_view text_in(const json::object* parent, std::string_view name) noexcept {
    const json::value* value = parent != nullptr ? parent->if_contains(name) : nullptr;
    const json::string* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string_view{text->data(), text->size()} : std::string_view{};
}

bool has_method(const json::object& identity, std::string_view method) noexcept {
    const json::value* methods = identity.if_contains("methods");
    const json::array* list = methods != nullptr ? methods->if_array() : nullptr;
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const json::value& one) {
               return one.is_string() && std::string_view{one.get_string()} == method;
           });
}

// A domain is named by its name or its id.
struct DomainRef {
    std::string_view name;
    std::string_view id;

    explicit DomainRef(const json::object* domain) noexcept
        : name(text_in(domain, "name")), id(text_in(domain, "id")) {}
    [[nodiscard]] bool is(const store::TenantFacts& tenant) const noexcept {
        return id.empty() ? name == tenant.domain_name : id == tenant.domain_id;
    }
};

const store::Credential* find_user(const service::Services& services, const Settings& settings,
                                   const json::object& user) {
    const DomainRef domain{object_in(&user, "domain")};
    const std::string_view name = text_in(&user, "name");
    if (domain.id.empty()) {
        if (const auto* found = services.store.find_user(domain.name, name)) return found;
    }
    for (const store::Tenant* tenant : services.store.tenants()) {
        if (domain.id.empty() || !domain.is(tenant->facts)) continue;
        if (const auto* found = services.store.find_user(tenant->facts.domain_name, name)) return found;
    }
    // In development an access key is a user too, in a domain of its own name or in its tenant's.
    if (!settings.development) return nullptr;
    const store::Credential* key = services.store.find_credential(name);
    const bool fits = key != nullptr && (domain.name == key->facts.id || domain.is(key->tenant->facts));
    return fits ? key : nullptr;
}

bool may_log_in(const store::Credential& user, std::string_view password, TimePoint now) noexcept {
    const store::CredentialFacts& facts = user.facts;
    const bool right = constant_time_equal(as_bytes(password), user.secret.expose_secret());
    return right && facts.enabled && facts.session_token.empty() && (!facts.expires || *facts.expires > now);
}

Result<Login> with_password(const service::Services& services, const Settings& settings, const json::object& identity) {
    const json::object* user = object_in(object_in(&identity, "password"), "user");
    if (user == nullptr || text_in(user, "name").empty() || text_in(user, "password").empty()) {
        return fail(ErrorCode::parameter_invalid, "auth.identity.password.user");
    }
    const store::Credential* found = find_user(services, settings, *user);
    if (found == nullptr || !may_log_in(*found, text_in(user, "password"), services.clock.now())) {
        return fail(ErrorCode::login_failed);
    }
    Login login{.token = {}, .method = "password"};
    login.token.tenant = found->tenant.get();
    login.token.user = found;
    return login;
}

// A token for another scope; it lives no longer than the one it came from.
Result<Login> with_token(const service::Services& services, const json::object& identity, Arena& arena) {
    TANDEM_TRY(const Token old, read_token(services, text_in(object_in(&identity, "token"), "id"), arena));
    Login login{.token = {}, .method = "token"};
    login.token.tenant = old.tenant;
    login.token.user = old.user;
    login.token.expires = old.expires;
    return login;
}

Result<Login> identify(const service::Services& services, const Settings& settings, const json::object& identity,
                       Arena& arena) {
    if (has_method(identity, "password")) return with_password(services, settings, identity);
    if (has_method(identity, "token")) return with_token(services, identity, arena);
    if (has_method(identity, "assume_role")) return fail(ErrorCode::not_authorized, {}, "agencies are not emulated");
    return fail(ErrorCode::parameter_invalid, "auth.identity.methods");
}

Result<void> set_project(Token& token, const json::object& project, const Settings& settings) {
    const std::string_view id = text_in(&project, "id");
    const std::string_view name = text_in(&project, "name");
    const auto& projects = token.tenant->facts.projects;
    const auto found = std::find_if(projects.begin(), projects.end(), [&](const store::Project& one) {
        return id.empty() ? one.name == name : one.id == id;
    });
    const bool by_any_name = settings.development && id.empty() && !name.empty() && !projects.empty();
    if (found == projects.end() && !by_any_name) return fail(ErrorCode::project_mismatch, "scope.project");
    if (name.size() > kMaxNameBytes) return fail(ErrorCode::project_mismatch, "scope.project");
    const store::Project& chosen = found != projects.end() ? *found : projects.front();
    token.scope = TokenScope::project;
    token.project_id = chosen.id;
    token.project_name = found != projects.end() ? std::string_view{chosen.name} : name;
    return {};
}

// A project wins over a domain; no scope is the account's.
Result<void> set_scope(Token& token, const json::object* scope, const Settings& settings) {
    if (const json::object* project = object_in(scope, "project")) return set_project(token, *project, settings);
    const json::object* named = object_in(scope, "domain");
    if (named == nullptr) return {};
    const DomainRef domain{named};
    const bool own_name = settings.development && domain.id.empty() && domain.name == token.user->facts.id;
    if (!own_name && !domain.is(token.tenant->facts)) return fail(ErrorCode::project_mismatch, "scope.domain");
    return {};
}

}  // namespace

Result<Login> log_in(const service::Services& services, const Settings& settings, const json::object& auth,
                     Arena& arena) {
    const json::object* identity = object_in(&auth, "identity");
    if (identity == nullptr) return fail(ErrorCode::parameter_invalid, "auth.identity");
    TANDEM_TRY(Login login, identify(services, settings, *identity, arena));
    TANDEM_CHECK(set_scope(login.token, object_in(&auth, "scope"), settings));
    login.token.issued = services.clock.now();
    if (login.token.expires == TimePoint{}) login.token.expires = login.token.issued + kTokenLife;
    return login;
}

}  // namespace tandem::dialect::huawei::iam
