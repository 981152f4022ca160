#pragma once
// Text for people that travels beside a vendor's error body: a response header in development, and a log line. What may
// be shown of a request is said here alone.

#include "tandem/api/wire.hpp"
#include "tandem/store/key_store.hpp"

#include <string>
#include <string_view>

namespace tandem::api {

inline constexpr std::size_t kMaxDiagnosis = 2'000;  // characters

// Printable ASCII: what is not becomes %XX, and what is too long is cut. What comes in may be any client's text.
std::string printable(std::string_view text);

// A parameter's name when it looks like one, else a stand-in: a body of another format, read as a form, is all name.
std::string_view shown_name(std::string_view name) noexcept;

// ---- values: an action's own fields may be plaintext, and a header may be a token ----

[[nodiscard]] bool header_may_be_shown(std::string_view name) noexcept;
[[nodiscard]] bool parameter_may_be_shown(std::string_view name) noexcept;
// The value itself, printable, or "(12 bytes)".
std::string shown_header(std::string_view name, std::string_view value);
std::string shown_parameter(std::string_view name, std::string_view value);
// Names and sizes: "Limit=(1 bytes)&Offset=(2 bytes)".
std::string shown_query(std::string_view query);

// Puts the id that a request names into its facts: printable ASCII of at most 128 bytes, else nothing.
void note_access_key_id(RequestFacts& facts, std::string_view id);
// After a refusal: takes the id away again when it may be a secret in the wrong place. Where there is no development
// mode, that is every id that the store does not have. A guard of the store must live.
void forget_doubtful_access_key_id(RequestFacts& facts, const store::KeyStore& store, bool development);
// Whether a text is a secret of the store, or one with blanks or quotation marks around it.
bool is_a_secret(const store::KeyStore& store, std::string_view text);

}  // namespace tandem::api
