#pragma once
// Finding a rule by the name that a client gives, and whole numbers in their texts. No allocation, any thread; shared
// by the readers of JSON and of flattened parameters.

#include "tandem/api/fields.hpp"

#include <charconv>
#include <optional>

namespace tandem::api {

// ASCII letters alone; any other byte stays as it is.
constexpr char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

// Equal names, the first letter in either case where it is folded. False for empty ones.
inline bool same_name(std::string_view a, std::string_view b, bool fold_first_letter) noexcept {
    if (a.size() != b.size() || a.empty()) return false;
    const bool same_first = fold_first_letter ? upper(a[0]) == upper(b[0]) : a[0] == b[0];
    return same_first && a.substr(1) == b.substr(1);
}

// The index of the first rule of that name; nothing when the client's name is no rule's.
inline std::optional<std::size_t> rule_index(std::span<const FieldRule> rules, std::string_view name,
                                             bool fold) noexcept {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (same_name(rules[i].name, name, fold)) return i;
    }
    return std::nullopt;
}

// A decimal number that is the whole text, "-" allowed; nothing for "+", spaces, or more than 64 bits.
inline std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace tandem::api
