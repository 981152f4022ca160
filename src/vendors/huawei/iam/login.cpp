#include "login.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/api/failure_brake.hpp"
#include "tandem/api/interfere.hpp"
#include "tandem/api/json_reader.hpp"

#include "assumed_role.hpp"
#include "huawei/wire/regions.hpp"
#include "members.hpp"
#include "user_id.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace tandem::api::huawei::iam {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxNameBytes = 64;

// ---- password ----

bool is_user(const store::Credential& one, const json::object& user, const AllSettings& settings) {
    const std::string_view name = text_in(&user, "name");
    if (name.empty()) return text_in(&user, "id") == user_id(one);
    const DomainRef domain = domain_in(&user, "domain");
    const bool of_domain = domain.is(one.tenant->facts);
    if (of_domain && one.facts.user_name == name) return true;
    // An access key in development is a user too, in a domain of its own name or in its tenant's.
    return settings.development && one.facts.id == name && (of_domain || domain.name == name);
}

bool may_log_in(const store::Credential& user, std::string_view password, TimePoint now) noexcept {
    const store::CredentialFacts& facts = user.facts;
    const bool right = constant_time_equal(as_bytes(password), user.secret.expose_secret());
    return right && facts.is_usable() && facts.session_token.empty() && (!facts.expires || *facts.expires > now);
}

// A user may have several access keys, and a password beside them.
Result<Token> with_password(const Request& request, const json::object& identity) {
    const json::object* user = object_in(object_in(&identity, "password"), "user");
    const std::string_view password = text_in(user, "password");
    const bool named = !text_in(user, "name").empty() || !text_in(user, "id").empty();
    if (!named || password.empty()) return fail(ErrorCode::parameter_invalid, "auth.identity.password.user");
    const WireRequest& wire = request.exchange.request;
    FailureBrake* const failures = request.exchange.failures;
    if (failures != nullptr && failures->is_over(wire.client, wire.arrived_ticks)) {
        failures->throttled();
        return fail(ErrorCode::throttled, {}, "too many failed authentications from this address");
    }
    const TimePoint now = request.services.clock.now();
    for (const store::Credential* one : request.services.store.credentials()) {
        if (is_user(*one, *user, request.settings) && may_log_in(*one, password, now)) {
            return Token{.tenant = one->tenant.get(), .user = one};
        }
    }
    return fail(ErrorCode::login_failed);
}

// ---- token ----

// The old token is in the body, or in X-Auth-Token. The new one lives no longer than it does.
Result<Token> with_token(const Request& request, const json::object& identity) {
    std::string_view text = text_in(object_in(&identity, "token"), "id");
    if (text.empty()) text = request.exchange.request.header("X-Auth-Token");
    if (text.empty()) return fail(ErrorCode::authorization_missing);
    TANDEM_TRY(const Token old, read_token(request.services, text, TokenKind::login, request.arena));
    return Token{.tenant = old.tenant, .user = old.user, .agency = old.agency, .expires = old.expires};
}

// ---- all methods ----

struct Method {
    std::string_view name;
    LoginMethod bit;
    Result<Token> (*identify)(const Request& request, const json::object& identity);
};
constexpr Method kLoginMethods[] = {
    {"password", LoginMethod::password, with_password},
    {"token", LoginMethod::token, with_token},
    {"assume_role", LoginMethod::assume_role, with_assumed_role},
};

const Method* find_method(const json::value& name, std::uint8_t permitted) noexcept {
    const json::string* text = name.if_string();
    for (const Method& method : kLoginMethods) {
        const bool asked = text != nullptr && std::string_view{text->data(), text->size()} == method.name;
        if (asked && (permitted & static_cast<std::uint8_t>(method.bit)) != 0) return &method;
    }
    return nullptr;
}

bool same_session(const Token& one, const Token& other) noexcept {
    return one.tenant == other.tenant && one.user == other.user && one.agency == other.agency;
}

// ---- scope ----

Result<void> set_project(Token& token, const json::object& project, const AllSettings& settings) {
    const std::string_view id = text_in(&project, "id");
    const std::string_view name = text_in(&project, "name");
    const auto& projects = token.tenant->facts.projects;
    const auto found = std::find_if(projects.begin(), projects.end(), [&](const store::Project& one) {
        return id.empty() ? one.name == name : one.id == id;
    });
    const bool by_any_name = id.empty() && !name.empty() && has_any_name(*token.tenant, settings);
    if (found == projects.end() && !by_any_name) return fail(ErrorCode::project_mismatch, "scope.project");
    if (name.size() > kMaxNameBytes) return fail(ErrorCode::project_mismatch, "scope.project");
    const store::Project& chosen = found != projects.end() ? *found : projects.front();
    token.scope = TokenScope::project;
    token.project_id = chosen.id;
    token.project_name = found != projects.end() ? std::string_view{chosen.name} : name;
    return {};
}

// A project wins over a domain; no scope is the account's.
Result<void> set_scope(Token& token, const json::object* scope, const AllSettings& settings) {
    if (const json::object* project = object_in(scope, "project")) return set_project(token, *project, settings);
    if (object_in(scope, "domain") == nullptr) return {};
    const DomainRef domain = domain_in(scope, "domain");
    const bool own_name = settings.development && domain.id.empty() && domain.name == token.user->facts.id;
    if (!own_name && !domain.is(token.tenant->facts)) return fail(ErrorCode::project_mismatch, "scope.domain");
    return {};
}

// 900 or "900".
std::optional<std::int32_t> whole_number(const json::value& value) noexcept {
    std::int32_t number = 0;
    if (const json::string* text = value.if_string()) {
        const char* const end = text->data() + text->size();
        const auto [stop, error] = std::from_chars(text->data(), end, number);
        return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
    }
    const std::int64_t* whole = value.if_int64();
    return whole != nullptr && std::in_range<std::int32_t>(*whole) ? std::optional{static_cast<std::int32_t>(*whole)}
                                                                   : std::nullopt;
}

}  // namespace

Result<LoginBody> read_login(const Request& request) {
    TANDEM_TRY(json::value document, read_json(request.exchange.request.body, request.arena));
    LoginBody body{.document = std::move(document)};
    const json::object* auth = object_in(body.document.if_object(), "auth");
    body.identity = object_in(auth, "identity");
    body.scope = object_in(auth, "scope");
    if (body.identity == nullptr) return fail(ErrorCode::parameter_invalid, "auth.identity");
    return body;
}

Result<Token> identify(const Request& request, const json::object& identity, std::uint8_t methods) {
    const json::value* named = identity.if_contains("methods");
    const json::array* asked = named != nullptr ? named->if_array() : nullptr;
    if (asked == nullptr || asked->empty() || asked->size() > std::size(kLoginMethods)) {
        return fail(ErrorCode::parameter_invalid, "auth.identity.methods");
    }
    Token token;
    for (const json::value& name : *asked) {
        const Method* method = find_method(name, methods);
        if (method == nullptr) return fail(ErrorCode::parameter_invalid, "auth.identity.methods");
        TANDEM_TRY(Token one, method->identify(request, identity));
        if (token.user != nullptr && !same_session(token, one)) return fail(ErrorCode::login_failed);
        const bool ends_first =
            token.expires != TimePoint{} && (one.expires == TimePoint{} || token.expires < one.expires);
        if (ends_first) one.expires = token.expires;
        one.methods = static_cast<std::uint8_t>(token.methods | static_cast<std::uint8_t>(method->bit));
        token = one;
    }
    return token;
}

Result<Token> log_in(const Request& request, const LoginBody& body) {
    constexpr std::uint8_t kEvery = 7;
    TANDEM_TRY(Token token, identify(request, *body.identity, kEvery));
    TANDEM_CHECK(set_scope(token, body.scope, request.settings));
    token.issued = request.services.clock.now();
    const TimePoint end = token.issued + kTokenLife;
    token.expires = token.expires == TimePoint{} ? end : std::min(token.expires, end);
    return token;
}

Result<std::chrono::seconds> read_duration(const json::object& identity) {
    constexpr std::chrono::seconds kDefault{900}, kLeast{900}, kMost{86'400};
    const json::value* given = nullptr;
    for (const char* const method : {"token", "assume_role"}) {
        // The second is the spelling of older clients.
        for (const char* const name : {"duration_seconds", "duration-seconds"}) {
            const json::object* object = object_in(&identity, method);
            if (given == nullptr && object != nullptr) given = object->if_contains(name);
        }
    }
    if (given == nullptr || given->is_null()) return kDefault;
    const auto number = whole_number(*given);
    if (!number) return fail(ErrorCode::parameter_invalid, "duration_seconds");
    const std::chrono::seconds duration{*number};
    if (duration < kLeast || duration > kMost) return fail(ErrorCode::parameter_invalid, "duration_seconds");
    return duration;
}

Result<void> note_caller(const Request& request, const Token& token) {
    request.exchange.facts.tenant = token.tenant->facts.id;
    request.exchange.facts.has_tenant = true;
    note_access_key_id(request.exchange.facts, token.user->facts.id);
    return interfere(request.exchange, token.user);
}

}  // namespace tandem::api::huawei::iam
