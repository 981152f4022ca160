#pragma once
// The text that stands for a store::ImportToken: opaque to its holder, and bound to tenant, key and time, so that an
// altered one, another key's and one that was swept away are told apart.

#include "tandem/service/call.hpp"

#include <string>
#include <string_view>

namespace tandem::service {

std::string write_import_token(const store::KeySpace& space, const store::ImportToken& token);

// The token behind a text that came for this key. Errors: import_token_invalid, import_token_of_another_key,
// import_token_expired.
Result<const store::ImportToken*> find_import_token(const Call& call, const KeyId& key, std::string_view text);

// A token that brought material that waits holds it as its secret, instead of a private key: it is found by nobody's
// text any more, and ends with the material.
inline constexpr std::uint8_t kHoldsMaterial = 0xff;  // ImportToken::wrapping
inline constexpr TimePoint kNeverExpires{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};
const store::ImportToken* find_waiting(const store::KeySpace& space, const KeyId& key);

}  // namespace tandem::service
