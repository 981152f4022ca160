// KeystoneValidateToken (section 3.4). In development the token may vouch for itself.

#include "huawei/iam/callers.hpp"
#include "huawei/iam/login.hpp"
#include "huawei/iam/token_answer.hpp"
#include "huawei/request.hpp"

#include <string>

namespace tandem::api::huawei::keystone_validate_token {

namespace {

Result<void> run(Request& request) {
    const WireRequest& wire = request.exchange.request;
    const std::string_view subject = wire.header("X-Subject-Token");
    if (subject.empty()) return fail(ErrorCode::parameter_missing, "X-Subject-Token");
    TANDEM_TRY(const Token token, read_token(request.services, subject, TokenKind::login, request.arena));
    const bool has_caller = wire.find_header("X-Auth-Token") != nullptr || wire.find_header("Authorization") != nullptr;
    if (has_caller || !request.settings.development) {
        TANDEM_TRY(const Caller caller, iam::find_caller(request));
        if (caller.tenant != token.tenant) return fail(ErrorCode::token_invalid);
    }
    TANDEM_CHECK(iam::note_caller(request, token));
    iam::write_token_answer(request, token);
    request.exchange.reply.headers.push_back({"X-Subject-Token", std::string{subject}});
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneValidateToken",
    .details = of_iam(open_to_all(get("/v3/auth/tokens"))),
    .steps = {.place = iam::place_to_find_caller, .run = run},
};

}  // namespace tandem::api::huawei::keystone_validate_token
