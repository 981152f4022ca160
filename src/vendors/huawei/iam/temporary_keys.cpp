#include "tandem/api/interfere.hpp"
#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/auth/temporary_key.hpp"
#include "huawei/wire/timestamps.hpp"
#include "login.hpp"

#include <algorithm>

namespace tandem::api::huawei::iam {

// POST /v3.0/OS-CREDENTIAL/securitytokens (section 3.3a): a temporary access key for who has a token, or for the role
// of an agency.
Result<void> issue_temporary_key(OpenCall& call) {
    constexpr auto kMethods = static_cast<std::uint8_t>(static_cast<unsigned>(LoginMethod::token) |
                                                        static_cast<unsigned>(LoginMethod::assume_role));
    TANDEM_TRY(const LoginBody body, read_login(call));
    TANDEM_TRY(Token token, identify(call, *body.identity, kMethods));
    TANDEM_TRY(const std::chrono::seconds duration, read_duration(*body.identity));
    TANDEM_CHECK(note_caller(call, token));

    token.issued = call.services.clock.now();
    // No longer than what it was asked for with.
    const TimePoint asked = token.issued + duration;
    token.expires = token.expires == TimePoint{} ? asked : std::min(asked, token.expires);
    const std::string security_token = write_token(token, TokenKind::security);
    const TemporaryKey key = temporary_key(*token.tenant, security_token);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("credential");
    json.plain("access", key.id)
        .plain("secret", as_text(key.secret.expose_secret()))
        .plain("securitytoken", security_token)
        .plain("expires_at", iso_microseconds(token.expires));
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei::iam
