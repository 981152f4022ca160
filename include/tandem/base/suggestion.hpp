#pragma once
// "Did you mean": the known name that is nearest to a mistyped one.

#include <span>
#include <string>
#include <string_view>

namespace tandem {

// The nearest by edit distance (swapped neighbours count as one), at most a third of the length. Empty when none is
// near.
std::string nearest_name(std::string_view typed, std::span<const std::string> known);

// Puts the text in double quotes, as it is; for people to read.
std::string in_quotes(std::string_view text);

// The remedy of a UserError: `did you mean "NAME"?`, and nothing for an empty name.
std::string did_you_mean(std::string_view name);

}  // namespace tandem
