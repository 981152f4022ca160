#include "tandem/service/access_policy.hpp"

#include "tandem/service/key_spaces.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

constexpr std::string_view kAlias = "alias/";

bool has_alias(const Call& call, const store::Key& key, std::string_view pattern) {
    return std::ranges::any_of(call.services.store.aliases_of(call.tenant, key.id),
                               [&](const store::Alias* alias) { return fits_pattern(alias->name.view(), pattern); });
}

// A key of another tenant, which was granted, is known by its id alone: its aliases are the other's to choose.
bool fits(const Call& call, const store::Key& key, bool is_own, std::string_view pattern) {
    if (pattern.starts_with(kAlias)) return is_own && has_alias(call, key, pattern.substr(kAlias.size()));
    return fits_pattern(key.id.text(), pattern) || fits_pattern(key.name.text(), pattern);
}

bool has_key(const Call& call, const store::Key& key, bool is_own, const store::AccessRule& rule) {
    return rule.keys.empty() ||
           std::ranges::any_of(rule.keys, [&](std::string_view pattern) { return fits(call, key, is_own, pattern); });
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
bool AccessPolicy::has_operation(const store::AccessRule& rule) const noexcept {
    return std::ranges::any_of(rule.operations, [&](std::string_view pattern) {
        const std::size_t colon = pattern.find(':');
        if (colon == std::string_view::npos) return fits_pattern(operation_, pattern);
        return fits_pattern(api_, pattern.substr(0, colon)) && fits_pattern(operation_, pattern.substr(colon + 1));
    });
}

Result<void> AccessPolicy::check_operation() {
    bool of_some = false;
    for (const store::AccessRule& rule : rules_) {
        if (!has_operation(rule)) continue;
        if (rule.keys.empty()) return {};
        of_some = true;
    }
    if (!of_some) return denied();
    of_keys_ = true;
    return {};
}

Result<void> AccessPolicy::check_request(bool names_a_key) const {
    if (of_keys_ && !names_a_key) return denied();
    return {};
}

Result<void> AccessPolicy::check_outcome() const { return check_request(found_any_); }

Result<void> AccessPolicy::found(const Call& call, const store::Key& key) {
    found_any_ = true;
    const bool is_own = tenant_name_of(call.tenant.facts) == owner_;
    const bool allowed = std::ranges::any_of(
        rules_, [&](const store::AccessRule& rule) { return has_operation(rule) && has_key(call, key, is_own, rule); });
    if (!allowed) {
        return fail(ErrorCode::key_denied, {},
                    "the caller's rules do not have the key " + key.id.text() + " for " + std::string{operation_});
    }
    return next_ == nullptr ? Result<void>{} : next_->found(call, key);
}

Error AccessPolicy::denied() const {
    const std::string operation = std::string{api_} + ":" + std::string{operation_};
    return fail(ErrorCode::operation_denied, {},
                of_keys_ ? "the caller's rules have " + operation + " for some keys only, and this names none"
                         : "the caller's rules do not have " + operation);
}

}  // namespace tandem::service
