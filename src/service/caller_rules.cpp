#include "tandem/service/caller_rules.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

constexpr std::string_view kAlias = "alias/";

struct Subject {
    const store::KeyStore& store;
    const store::KeySpace& owner;
    const store::Key& key;
    bool is_own;
};

bool has_alias(const Subject& subject, std::string_view pattern) {
    return std::ranges::any_of(subject.store.aliases_of(subject.owner, subject.key.id),
                               [&](const store::Alias* alias) { return fits_pattern(alias->name.view(), pattern); });
}

// A key of another tenant, which was granted, is known by its id alone: its aliases are the other's to choose.
bool fits(const Subject& subject, std::string_view pattern) {
    if (pattern.starts_with(kAlias)) return subject.is_own && has_alias(subject, pattern.substr(kAlias.size()));
    return fits_pattern(subject.key.id.text(), pattern) || fits_pattern(subject.key.name.text(), pattern);
}

bool covers(const store::AccessRule& rule, const Subject& subject) {
    return rule.keys.empty() ||
           std::ranges::any_of(rule.keys, [&](std::string_view pattern) { return fits(subject, pattern); });
}

}  // namespace

bool fits_pattern(std::string_view text, std::string_view pattern) noexcept {
    // The last "*" takes ever more of the text until the rest fits.
    std::size_t at = 0, in = 0, star = std::string_view::npos, taken = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            taken = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

// "api:Encrypt" is of one API, "Encrypt" of all.
bool CallerRules::has_operation(const store::AccessRule& rule) const noexcept {
    return std::ranges::any_of(rule.operations, [&](std::string_view pattern) {
        const std::size_t colon = pattern.find(':');
        if (colon == std::string_view::npos) return fits_pattern(operation_, pattern);
        return fits_pattern(api_, pattern.substr(0, colon)) && fits_pattern(operation_, pattern.substr(colon + 1));
    });
}

Result<void> CallerRules::check_operation() {
    if (rules_.empty()) return {};
    bool for_some = false;
    for (const store::AccessRule& rule : rules_) {
        if (!has_operation(rule)) continue;
        if (rule.keys.empty()) return {};
        for_some = true;
    }
    if (!for_some)
        return fail(ErrorCode::operation_denied, {}, "the caller's rules do not have " + name_of_operation());
    for_some_keys_ = true;
    return {};
}

Error CallerRules::names_none() const {
    return fail(ErrorCode::operation_denied, {},
                "the caller's rules have " + name_of_operation() + " for some keys only, and this names none");
}

Result<void> CallerRules::check_key(const store::KeyStore& store, const store::KeySpace& owner,
                                    const store::Key& key) const {
    if (!for_some_keys_) return {};
    const Subject subject{store, owner, key, owner.tenant_id == tenant_};
    const bool allowed = std::ranges::any_of(
        rules_, [&](const store::AccessRule& rule) { return has_operation(rule) && covers(rule, subject); });
    if (allowed) return {};
    return fail(ErrorCode::key_denied, {},
                "the caller's rules do not have the key " + key.id.text() + " for " + std::string{operation_});
}

std::string CallerRules::name_of_operation() const { return std::string{api_}.append(":").append(operation_); }

}  // namespace tandem::service
