#include "field_patterns.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kAliasPrefix = "alias/";
constexpr std::size_t kMostNameCharacters = 255;
constexpr std::size_t kMostPrincipalCharacters = 64;

bool is_letter_or_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name_character(char c) noexcept {
    return is_letter_or_digit(c) || c == ':' || c == '/' || c == '_' || c == '-';
}

bool is_tag_character(char c) noexcept {
    constexpr std::string_view kForbidden = "*<>\\=";
    return static_cast<unsigned char>(c) >= 0x20 && kForbidden.find(c) == std::string_view::npos;
}

bool has(std::string_view text, std::size_t most, bool (*character)(char) noexcept) noexcept {
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, character);
}

}  // namespace

bool is_alias(std::string_view text) noexcept { return is_grant_name(text) && !text.ends_with("/default"); }

bool is_given_alias(std::string_view text) noexcept { return is_alias(bare_alias(text)); }

std::string_view bare_alias(std::string_view text) noexcept {
    if (text.starts_with(kAliasPrefix)) text.remove_prefix(kAliasPrefix.size());
    return text;
}

service::GivenAlias given_alias(std::string_view text) {
    return {std::string{bare_alias(text)}, text.starts_with(kAliasPrefix)};
}

std::string written_alias(std::string_view name, bool prefixed) {
    return std::string{prefixed ? kAliasPrefix : std::string_view{}}.append(name);
}

bool is_principal(std::string_view text) noexcept { return has(text, kMostPrincipalCharacters, is_letter_or_digit); }

bool is_grant_name(std::string_view text) noexcept { return has(text, kMostNameCharacters, is_name_character); }

bool is_tag_text(std::string_view text) noexcept { return std::ranges::all_of(text, is_tag_character); }

}  // namespace tandem::api::huawei
