#pragma once
// A login's tokens (sections 2.1 and 3.3a): X-Auth-Token, and the security token of a temporary access key. All that
// they say is inside, signed with what the tenant derives, so nothing is stored, a restart keeps them, and old ones
// stay good when new ones are made. docs/formats.md gives the bytes.

#include "tandem/api/arena.hpp"
#include "tandem/service/call.hpp"
#include "tandem/vendors/huawei/records.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

inline constexpr std::chrono::hours kTokenLife{24};

enum class TokenKind : std::uint8_t { login, security };
enum class TokenScope : std::uint8_t { domain = 0, project = 1 };
// Bits, since a login may use several.
enum class LoginMethod : std::uint8_t { password = 1, token = 2, assume_role = 4 };

struct Token {
    const store::Tenant* tenant = nullptr;    // in which it is good
    const store::Credential* user = nullptr;  // who got it; of another tenant in the role of an agency
    const Agency* agency = nullptr;           // of `tenant`: in whose role; null: in the user's own
    TokenScope scope = TokenScope::domain;
    std::string_view project_id{};    // of a project scope
    std::string_view project_name{};  // as it was asked for
    std::uint8_t methods = 0;         // of LoginMethod
    TimePoint issued{};
    TimePoint expires{};
};

// Base64 text, each time another one. Ids and names longer than 255 bytes cannot be said and must not come here.
std::string write_token(const Token& token, TokenKind kind);

// Texts of the result live in the arena. Errors: token_invalid (not ours, altered, of the other kind, or its user or
// agency is gone), token_expired (subject: when; also when its user has), token_user_disabled, token_outdated (its user
// has another secret by now).
Result<Token> read_token(const service::Services& services, std::string_view text, TokenKind kind, Arena& arena);

// Whether users of the domain may take on the role.
bool is_trusted(const Agency& agency, const store::TenantFacts& domain) noexcept;

// Whether the user's rules have AssumeRole, since an agency may lead out of them; asked again at each use of its role.
bool may_assume_roles(const store::Credential& user);

}  // namespace tandem::api::huawei
