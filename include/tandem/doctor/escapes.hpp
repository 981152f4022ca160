#pragma once
// How clients percent-encode.

#include <span>
#include <string>
#include <string_view>

namespace tandem::api::doctor {

struct EscapeStyle {
    std::string_view name;  // for people
    std::string_view kept;  // beside letters and digits
    bool plus_for_blank = false;
    bool lower_case_digits = false;
};

// The commonest first.
std::span<const EscapeStyle> escape_styles() noexcept;

// Appends `text`, which may be plaintext: the caller reserves 3 * text.size() before, so that nothing is left behind.
void append_escaped(std::string& to, std::string_view text, const EscapeStyle& style);
// "%XX" decoded; "+" stays unless it stands for a blank. What is no escape stays.
void append_unescaped(std::string& to, std::string_view text, bool plus_for_blank);

}  // namespace tandem::api::doctor
