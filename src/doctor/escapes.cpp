#include "tandem/doctor/escapes.hpp"

#include "tandem/base/encoding.hpp"

#include <array>

namespace tandem::api::doctor {

namespace {

constexpr std::array<EscapeStyle, 10> kEscapeStyles = {{
    {"percent-encoded as RFC 3986 has it", "-_.~"},
    {"percent-encoded as a form, with + for a blank", "-_.~", true},
    {"percent-encoded with ~ escaped and + for a blank", "-_.", true},
    {"percent-encoded with ~ escaped", "-_."},
    {"percent-encoded with / left as it is", "-_.~/"},
    {"percent-encoded as Java's URLEncoder does", "-_.*", true},
    {"percent-encoded with * kept and ~ escaped", "-_.*"},
    {"percent-encoded as JavaScript's encodeURIComponent does", "-_.~!'()*"},
    {"percent-encoded as JavaScript's encodeURI does", "-_.~!'()*;/?:@&=+$,#"},
    {"percent-encoded in lower-case digits", "-_.~", false, true},
}};

bool is_alphanumeric(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::span<const EscapeStyle> escape_styles() noexcept { return kEscapeStyles; }

void append_escaped(std::string& to, std::string_view text, const EscapeStyle& style) {
    const std::string_view digits = style.lower_case_digits ? "0123456789abcdef" : "0123456789ABCDEF";
    for (const char c : text) {
        if (is_alphanumeric(c) || style.kept.find(c) != std::string_view::npos) {
            to += c;
        } else if (c == ' ' && style.plus_for_blank) {
            to += '+';
        } else {
            const auto byte = static_cast<std::uint8_t>(c);
            to += '%';
            to += digits[byte >> 4];
            to += digits[byte & 0x0f];
        }
    }
}

void append_unescaped(std::string& to, std::string_view text, bool plus_for_blank) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::uint8_t byte = 0;
        if (text[i] == '%' && text.size() - i >= 3 && hex_decode_to({&byte, 1}, text.substr(i + 1, 2))) {
            to += static_cast<char>(byte);
            i += 2;
        } else {
            to += text[i] == '+' && plus_for_blank ? ' ' : text[i];
        }
    }
}

}  // namespace tandem::api::doctor
