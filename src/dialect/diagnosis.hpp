#pragma once
// Text for people that travels beside a vendor's error body: a response header in development, and a log line.

#include <string>
#include <string_view>

namespace tandem::dialect {

inline constexpr std::size_t kMaxDiagnosis = 2'000;  // characters

// Printable ASCII: what is not becomes %XX, and what is too long is cut. What comes in may be any client's text.
std::string printable(std::string_view text);

// A parameter's name when it looks like one, else a stand-in: a body of another format, read as a form, is all name.
std::string_view shown_name(std::string_view name) noexcept;

}  // namespace tandem::dialect
