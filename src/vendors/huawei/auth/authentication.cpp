#include "authentication.hpp"

#include "tandem/api/diagnosis.hpp"

#include "authorization.hpp"
#include "huawei/diagnosis/diagnose.hpp"
#include "percent.hpp"
#include "signature.hpp"
#include "token.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kPlaceholder = "{project_id}";

bool is_project_id(std::string_view text) noexcept {
    const auto allowed = [](char c) { return is_unreserved(c) && c != '.' && c != '~'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

// nullptr: the tenant has none of that id.
const store::Project* project_of(const store::Tenant& tenant, std::string_view id) noexcept {
    const auto& projects = tenant.facts.projects;
    const auto found = std::ranges::find(projects, id, &store::Project::id);
    return found == projects.end() ? nullptr : &*found;
}

Result<std::optional<Caller>> find_caller(const service::Services& services, const AllSettings& settings,
                                          Exchange& exchange, Arena& arena) {
    const WireRequest& request = exchange.request;
    const std::string_view authorization = request.header("Authorization");
    if (is_signature(authorization)) {
        note_access_key_id(exchange.facts, read_authorization(authorization).access_key);
        TANDEM_TRY(const std::optional<Signer> signer,
                   verify_signature(services, settings, request, exchange.place, arena));
        if (!signer) return std::optional<Caller>{};
        if (signer->until) note_access_key_id(exchange.facts, signer->credential->facts.id);  // a temporary key's user
        return std::optional{Caller{{signer->tenant, signer->credential}, signer->agency, signer->until}};
    }
    const std::string_view text = request.header("X-Auth-Token");
    if (text.empty()) return fail(ErrorCode::authorization_missing);
    TANDEM_TRY(const Token token, read_token(services, text, TokenKind::login, arena));
    note_access_key_id(exchange.facts, token.user->facts.id);
    return std::optional{
        Caller{{token.tenant, token.user}, token.agency, token.expires, token.project_id, token.project_name}};
}

}  // namespace

Result<std::optional<Caller>> authenticate(const service::Services& services, const AllSettings& settings,
                                           Exchange& exchange, Arena& arena) {
    Result<std::optional<Caller>> caller = find_caller(services, settings, exchange, arena);
    if (caller.has_error()) {
        forget_doubtful_access_key_id(exchange.facts, services.store, settings.development);
        if (settings.development) diagnose(exchange, {services.store, settings, caller.error(), arena});
    }
    return caller;
}

Result<const store::Project*> asked_project(const Caller& caller, const WireRequest& request) {
    const std::string_view header = request.header("X-Project-Id");
    const std::string_view id = caller.token_project.empty() ? header : caller.token_project;
    if (id.empty()) return nullptr;
    const store::Project* project = project_of(*caller.tenant, id);
    const bool differs = !header.empty() && header != id;
    if (project == nullptr || differs) return fail(ErrorCode::project_mismatch, differs ? header : id);
    return project;
}

Result<const store::Project*> find_project(const Caller& caller, std::string_view raw_segment,
                                           const AllSettings& settings, const WireRequest& request, Arena& arena) {
    char* const begin = arena.characters(raw_segment.size());
    std::string_view named{begin, static_cast<std::size_t>(percent_decode_to(begin, raw_segment) - begin)};
    const auto& projects = caller.tenant->facts.projects;
    const std::string_view header = request.header("X-Project-Id");
    if (named == kPlaceholder && settings.development) {
        named = caller.token_project.empty() ? header : caller.token_project;
        if (named.empty()) return projects.empty() ? nullptr : &projects.front();
    }
    if (!is_project_id(named)) return fail(ErrorCode::action_unknown, {}, "not a project id");

    const store::Project* project = project_of(*caller.tenant, named);
    if (project == nullptr) return fail(ErrorCode::project_mismatch, named);
    if (!caller.token_project.empty() && caller.token_project != named) return fail(ErrorCode::project_mismatch, named);
    if (!header.empty() && header != named) return fail(ErrorCode::project_mismatch, named);
    return project;
}

}  // namespace tandem::api::huawei
