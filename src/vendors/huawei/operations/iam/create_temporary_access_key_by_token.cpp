// CreateTemporaryAccessKeyByToken (section 3.3a): a temporary access key for who has a token, or for the role of an
// agency.

#include "tandem/api/json_writer.hpp"

#include "huawei/auth/temporary_key.hpp"
#include "huawei/iam/callers.hpp"
#include "huawei/iam/login.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/timestamps.hpp"

#include <algorithm>
#include <chrono>

namespace tandem::api::huawei::create_temporary_access_key_by_token {

namespace {

constexpr auto kMethods = static_cast<std::uint8_t>(static_cast<unsigned>(LoginMethod::token) |
                                                    static_cast<unsigned>(LoginMethod::assume_role));

void write_temporary_key(const Request& request, const Token& token) {
    const std::string security_token = write_token(token, TokenKind::security);
    const TemporaryKey key = temporary_key(*token.tenant, security_token);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("credential");
    json.unescaped("access", key.id)
        .unescaped("secret", as_text(key.secret.expose_secret()))
        .unescaped("securitytoken", security_token)
        .unescaped("expires_at", iso_microseconds(token.expires));
    json.end_object().end_object();
}

Result<void> run(Request& request) {
    TANDEM_TRY(const iam::LoginBody body, iam::read_login(request));
    TANDEM_TRY(Token token, iam::identify(request, *body.identity, kMethods));
    TANDEM_TRY(const std::chrono::seconds duration, iam::read_duration(*body.identity));
    TANDEM_CHECK(iam::note_caller(request, token));
    token.issued = request.services.clock.now();
    // No longer than what it was asked for with.
    const TimePoint asked = token.issued + duration;
    token.expires = token.expires == TimePoint{} ? asked : std::min(asked, token.expires);
    write_temporary_key(request, token);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateTemporaryAccessKeyByToken",
    .details = of_iam(open_to_all(post("/v3.0/OS-CREDENTIAL/securitytokens", 201))),
    .remark = "methods token and assume_role; a temporary key has the rules of its user or agency",
    .steps = {.place = iam::place_to_find_caller, .run = run},
};

}  // namespace tandem::api::huawei::create_temporary_access_key_by_token
