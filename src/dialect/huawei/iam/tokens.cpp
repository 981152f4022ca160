#include "../../form_reader.hpp"
#include "../../interfere.hpp"
#include "../../json_reader.hpp"
#include "../../json_writer.hpp"
#include "../authentication.hpp"
#include "../timestamps.hpp"
#include "catalog.hpp"
#include "handlers.hpp"
#include "login.hpp"
#include "user_id.hpp"

namespace tandem::dialect::huawei::iam {

namespace {

namespace json = boost::json;

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

void write_user(JsonWriter& to, const Token& token) {
    to.begin_object("user");
    write_domain(to, token.tenant->facts);
    to.plain("id", user_id(*token.user)).text("name", user_name(*token.user)).plain("password_expires_at", "");
    to.end_object();
}

bool wants_catalog(const WireRequest& request, Arena& arena) {
    ParameterList query;
    return read_urlencoded(request.query, arena, query).has_value() && query.value("nocatalog").empty();
}

void write_token_answer(OpenCall& call, const Token& token, std::string_view method) {
    const WireRequest& request = call.exchange.request;
    JsonWriter to{call.exchange.reply.body};
    to.begin_object().begin_object("token").begin_array("catalog");
    if (wants_catalog(request, call.arena)) {
        const bool named = !token.project_name.empty();
        write_catalog(to, request, named ? token.project_name : std::string_view{call.settings.huawei_region});
    }
    to.end_array()
        .plain("expires_at", iso_microseconds(token.expires))
        .plain("issued_at", iso_microseconds(token.issued))
        .begin_array("methods")
        .text_element(method)
        .end_array();
    write_scope(to, token);
    to.begin_array("roles").begin_object().plain("id", "0").plain("name", "te_admin").end_object().end_array();
    write_user(to, token);
    to.end_object().end_object();
}

Result<void> note_caller(OpenCall& call, const Token& token) {
    call.exchange.facts.tenant = token.tenant->facts.id;
    call.exchange.facts.has_tenant = true;
    return interfere(call.exchange, token.user);
}

}  // namespace

// X-Auth-Token is not looked at: a client that lost its token must be able to get another.
Result<void> issue_token(OpenCall& call) {
    TANDEM_TRY(const json::value body, read_json(call.exchange.request.body, call.arena));
    const json::object* root = body.if_object();
    const json::value* auth = root != nullptr ? root->if_contains("auth") : nullptr;
    if (auth == nullptr || !auth->is_object()) return fail(ErrorCode::parameter_invalid, "auth");
    TANDEM_TRY(const Login login, log_in(call.services, call.settings, auth->get_object(), call.arena));
    TANDEM_CHECK(note_caller(call, login.token));
    write_token_answer(call, login.token, login.method);
    call.exchange.reply.headers.push_back({"X-Subject-Token", write_token(login.token)});
    return {};
}

// In development the token may vouch for itself.
Result<void> validate_token(OpenCall& call) {
    const WireRequest& request = call.exchange.request;
    const std::string_view subject = request.header("X-Subject-Token");
    if (subject.empty()) return fail(ErrorCode::parameter_missing, "X-Subject-Token");
    TANDEM_TRY(const Token token, read_token(call.services, subject, call.arena));
    const bool has_caller =
        request.find_header("X-Auth-Token") != nullptr || request.find_header("Authorization") != nullptr;
    if (has_caller || !call.settings.development) {
        TANDEM_TRY(const Caller caller, authenticate(call.services, call.settings, call.exchange, call.arena));
        if (caller.tenant != token.tenant) return fail(ErrorCode::token_invalid);
    }
    TANDEM_CHECK(note_caller(call, token));
    write_token_answer(call, token, "password");
    call.exchange.reply.headers.push_back({"X-Subject-Token", std::string{subject}});
    return {};
}

}  // namespace tandem::dialect::huawei::iam
