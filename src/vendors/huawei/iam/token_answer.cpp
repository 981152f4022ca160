#include "token_answer.hpp"

#include "tandem/api/form_reader.hpp"
#include "tandem/api/json_writer.hpp"

#include "catalog.hpp"
#include "huawei/wire/timestamps.hpp"
#include "user_id.hpp"

#include <utility>

namespace tandem::api::huawei::iam {

namespace {

void write_domain(JsonWriter& to, const store::TenantFacts& tenant) {
    to.begin_object("domain").unescaped("id", tenant.domain_id).text("name", tenant.domain_name).end_object();
}

void write_scope(JsonWriter& to, const Token& token) {
    const store::TenantFacts& tenant = token.tenant->facts;
    if (token.scope == TokenScope::domain) return write_domain(to, tenant);
    to.begin_object("project");
    write_domain(to, tenant);
    to.unescaped("id", token.project_id).text("name", token.project_name).end_object();
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
    to.unescaped("id", user_id(user)).text("name", user_name(user)).unescaped("password_expires_at", "").end_object();
}

// The user is the agency, and who is behind it stands beside it (section 3.3a).
void write_user(JsonWriter& to, const Token& token) {
    if (token.agency == nullptr) return write_own_user(to, *token.user);
    const store::TenantFacts& tenant = token.tenant->facts;
    to.begin_object("user");
    write_domain(to, tenant);
    to.unescaped("id", user_id(*token.user, token.agency)).text("name", tenant.domain_name + "/" + token.agency->name);
    to.end_object().begin_object("assumed_by");
    write_own_user(to, *token.user);
    to.end_object();
}

bool wants_catalog(const WireRequest& request, Arena& arena) {
    ParameterList query;
    return read_urlencoded(request.query, arena, query).has_value() && query.find("nocatalog") == nullptr;
}

}  // namespace

void write_token_answer(const Request& request, const Token& token) {
    const WireRequest& wire = request.exchange.request;
    JsonWriter to{request.exchange.reply.body};
    to.begin_object().begin_object("token").begin_array("catalog");
    if (wants_catalog(wire, request.arena))
        write_catalog(to, wire, catalog_of(*token.tenant, token.project_id, token.project_name, request.settings));
    to.end_array()
        .unescaped("expires_at", iso_microseconds(token.expires))
        .unescaped("issued_at", iso_microseconds(token.issued));
    write_methods(to, token.methods);
    write_scope(to, token);
    to.begin_array("roles").begin_object().unescaped("id", "0").unescaped("name", "te_admin").end_object().end_array();
    write_user(to, token);
    to.end_object().end_object();
}

}  // namespace tandem::api::huawei::iam
