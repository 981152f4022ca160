#pragma once
// X-Auth-Token (section 2.1): all that it says is inside, signed with the tenant's token key, so nothing is stored, a
// restart keeps it, and old ones stay good when new ones are made.

#include "tandem/service/call.hpp"

#include "../arena.hpp"

#include <string>
#include <string_view>

namespace tandem::dialect::huawei {

inline constexpr std::chrono::hours kTokenLife{24};

enum class TokenScope : std::uint8_t { domain = 0, project = 1 };

struct Token {
    const store::Tenant* tenant = nullptr;
    const store::Credential* user = nullptr;
    TokenScope scope = TokenScope::domain;
    std::string_view project_id;    // of a project scope
    std::string_view project_name;  // as it was asked for
    TimePoint issued{};
    TimePoint expires{};
};

// Base64 text. Ids and names longer than 255 bytes cannot be said and must not come here.
std::string write_token(const Token& token);

// Texts of the result live in the arena. Errors: token_invalid (not ours, altered, or its user is gone or disabled),
// token_expired (subject: when).
Result<Token> read_token(const service::Services& services, std::string_view text, Arena& arena);

}  // namespace tandem::dialect::huawei
