#include "tandem/api/form_reader.hpp"
#include "tandem/api/json_writer.hpp"

#include "catalog.hpp"
#include "handlers.hpp"
#include "huawei/auth/authentication.hpp"
#include "huawei/wire/timestamps.hpp"
#include "login.hpp"
#include "user_id.hpp"

#include <utility>

namespace tandem::api::huawei::iam {

namespace {

void write_domain(JsonWriter& to, const store::TenantFacts& tenant) {
    to.begin_object("domain").plain("id", tenant.domain_id).text("name", tenant.domain_name).end_object();
}

void write_scope(JsonWriter& to, const Token& token) {
    const store::TenantFacts& tenant = token.tenant->facts;
    if (token.scope == TokenScope::domain) return write_domain(to, tenant);
    to.begin_object("project");
    write_domain(to, tenant);
    to.plain("id", token.project_id).text("name", token.project_name).end_object();
}

void write_methods(JsonWriter& to, std::uint8_t methods) {
    constexpr std::pair<LoginMethod, std::string_view> kNames[] = {
        {LoginMethod::password, "password"}, {LoginMethod::token, "token"}, {LoginMethod::assume_role, "assume_role"}};
    to.begin_array("methods");
    for (const auto& [method, name] : kNames) {
        if ((methods & static_cast<std::uint8_t>(method)) != 0) to.text_element(name);
    }
    to.end_array();
}

void write_own_user(JsonWriter& to, const store::Credential& user) {
    to.begin_object("user");
    write_domain(to, user.tenant->facts);
    to.plain("id", user_id(user)).text("name", user_name(user)).plain("password_expires_at", "").end_object();
}

// The user is the agency, and who is behind it stands beside it (section 3.3a).
void write_user(JsonWriter& to, const Token& token) {
    if (token.agency == nullptr) return write_own_user(to, *token.user);
    const store::TenantFacts& tenant = token.tenant->facts;
    to.begin_object("user");
    write_domain(to, tenant);
    to.plain("id", user_id(*token.user, token.agency)).text("name", tenant.domain_name + "/" + token.agency->name);
    to.end_object().begin_object("assumed_by");
    write_own_user(to, *token.user);
    to.end_object();
}

bool wants_catalog(const WireRequest& request, Arena& arena) {
    ParameterList query;
    return read_urlencoded(request.query, arena, query).has_value() && query.find("nocatalog") == nullptr;
}

void write_token_answer(OpenCall& call, const Token& token) {
    JsonWriter to{call.exchange.reply.body};
    to.begin_object().begin_object("token").begin_array("catalog");
    if (wants_catalog(call.exchange.request, call.arena)) {
        write_catalog(to, call.exchange.request,
                      catalog_of(*token.tenant, token.project_id, token.project_name, call.settings));
    }
    to.end_array()
        .plain("expires_at", iso_microseconds(token.expires))
        .plain("issued_at", iso_microseconds(token.issued));
    write_methods(to, token.methods);
    write_scope(to, token);
    to.begin_array("roles").begin_object().plain("id", "0").plain("name", "te_admin").end_object().end_array();
    write_user(to, token);
    to.end_object().end_object();
}

}  // namespace

// With a password X-Auth-Token is not looked at: a client that lost its token must be able to get another.
Result<void> issue_token(OpenCall& call) {
    TANDEM_TRY(const LoginBody body, read_login(call));
    TANDEM_TRY(const Token token, log_in(call, body));
    TANDEM_CHECK(note_caller(call, token));
    write_token_answer(call, token);
    call.exchange.reply.headers.push_back({"X-Subject-Token", write_token(token, TokenKind::login)});
    return {};
}

// In development the token may vouch for itself.
Result<void> validate_token(OpenCall& call) {
    const WireRequest& request = call.exchange.request;
    const std::string_view subject = request.header("X-Subject-Token");
    if (subject.empty()) return fail(ErrorCode::parameter_missing, "X-Subject-Token");
    TANDEM_TRY(const Token token, read_token(call.services, subject, TokenKind::login, call.arena));
    const bool has_caller =
        request.find_header("X-Auth-Token") != nullptr || request.find_header("Authorization") != nullptr;
    if (has_caller || !call.settings.development) {
        TANDEM_TRY(const Caller caller, authenticate(call.services, call.settings, call.exchange, call.arena));
        if (caller.tenant != token.tenant) return fail(ErrorCode::token_invalid);
    }
    TANDEM_CHECK(note_caller(call, token));
    write_token_answer(call, token);
    call.exchange.reply.headers.push_back({"X-Subject-Token", std::string{subject}});
    return {};
}

}  // namespace tandem::api::huawei::iam
