// KeystoneCreateUserTokenByPassword (section 3.1). With a password X-Auth-Token is not looked at: a client that lost
// its token must be able to get another.

#include "huawei/iam/callers.hpp"
#include "huawei/iam/login.hpp"
#include "huawei/iam/token_answer.hpp"
#include "huawei/request.hpp"

namespace tandem::api::huawei::keystone_create_user_token_by_password {

namespace {

Result<void> run(Request& request) {
    TANDEM_TRY(const iam::LoginBody body, iam::read_login(request));
    TANDEM_TRY(const Token token, iam::log_in(request, body));
    TANDEM_CHECK(iam::note_caller(request, token));
    iam::write_token_answer(request, token);
    request.exchange.reply.headers.push_back({"X-Subject-Token", write_token(token, TokenKind::login)});
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "KeystoneCreateUserTokenByPassword",
    .details = of_iam(open_to_all(post("/v3/auth/tokens", 201))),
    .remark = "methods password, token and assume_role",
    .steps = {.place = iam::place_to_find_caller, .run = run},
};

}  // namespace tandem::api::huawei::keystone_create_user_token_by_password
