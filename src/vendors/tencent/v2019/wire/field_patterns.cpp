#include "field_patterns.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::size_t kMaxAliasCharacters = 60;

bool is_letter_or_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_lower_hex(char c) noexcept { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) noexcept {
    return std::ranges::find(words, text) != words.end();
}

}  // namespace

bool is_alias(std::string_view text) noexcept {
    return !text.empty() && text.size() <= kMaxAliasCharacters && is_letter_or_digit(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

bool is_new_alias(std::string_view text) noexcept { return is_alias(text) && !text.starts_with("kms-"); }

bool is_shared_edition(std::string_view text) noexcept { return text.empty() || text == "default"; }

bool is_origin_filter(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 4> kWords = {"", "ALL", "TENCENT_KMS", "EXTERNAL"};
    return is_one_of(text, kWords);
}

bool is_message_type(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 3> kWords = {"", "RAW", "DIGEST"};
    return is_one_of(text, kWords);
}

bool is_device_identity(std::string_view text) noexcept {
    using Groups = std::array<std::size_t, 5>;
    constexpr std::array<Groups, 2> kForms = {Groups{8, 14, 14, 14, 16}, Groups{8, 4, 4, 4, 12}};
    const auto is_of = [text](const Groups& groups) {
        std::string_view rest = text;
        for (const std::size_t digits : groups) {
            if (rest.size() < digits || !std::ranges::all_of(rest.substr(0, digits), is_lower_hex)) return false;
            rest.remove_prefix(digits);
            if (digits == groups.back()) break;
            if (!rest.starts_with('-')) return false;
            rest.remove_prefix(1);
        }
        return rest.empty();
    };
    return std::ranges::any_of(kForms, is_of);
}

}  // namespace tandem::api::tencent::v2019
