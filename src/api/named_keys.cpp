#include "tandem/api/named_keys.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace tandem::api {

namespace {

// Both spellings as one: datakeyid.
std::string folded(std::string_view field) {
    std::string name;
    for (const char c : field) {
        if (c != '_') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

bool contains(std::string_view text, std::string_view part) noexcept { return text.find(part) != text.npos; }

}  // namespace

bool may_name_a_key(std::string_view field) {
    const std::string name = folded(field);
    return contains(name, "keyid") || contains(name, "ciphertext") || name == "resource" || name == "resourceids";
}

bool names_a_key(std::string_view action, std::span<const FieldRule> rules, const Fields& fields) {
    if (contains(action, "WhiteBox")) return false;
    return std::ranges::any_of(rules, [&](const FieldRule& rule) {
        return may_name_a_key(rule.name) && !contains(folded(rule.name), "datakeyid") && fields.has(rule.name);
    });
}

}  // namespace tandem::api
