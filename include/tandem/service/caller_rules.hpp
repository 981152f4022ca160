#pragma once
// The rules of a caller (store/access_rule.hpp), held against one request: the operation first, then each key that it
// finds. A value; the rules and texts that it views must live.

#include "tandem/store/key_store.hpp"

#include <span>
#include <string_view>

namespace tandem::service {

class CallerRules {
  public:
    // Nothing is in the caller's way.
    CallerRules() = default;
    // `tenant` is the one whose aliases the rules speak of. `api` and `operation` as patterns of rules name them.
    CallerRules(std::span<const store::AccessRule> rules, const TenantId& tenant, std::string_view api,
                std::string_view operation) noexcept
        : rules_(rules), tenant_(tenant), api_(api), operation_(operation) {}

    // Error: operation_denied.
    Result<void> check_operation();
    // Once the operation is checked: it is allowed for some keys only, so it must find one.
    [[nodiscard]] bool demands_a_key() const noexcept { return for_some_keys_; }
    // The error of an operation that demands a key and names none: operation_denied.
    [[nodiscard]] Error names_none() const;
    // `owner` is the tenant whose key it is. Error: key_denied.
    Result<void> check_key(const store::KeyStore& store, const store::KeySpace& owner, const store::Key& key) const;

  private:
    [[nodiscard]] bool has_operation(const store::AccessRule& rule) const noexcept;
    [[nodiscard]] std::string name_of_operation() const;

    std::span<const store::AccessRule> rules_{};
    TenantId tenant_{};
    std::string_view api_{};
    std::string_view operation_{};
    bool for_some_keys_ = false;
};

// Whether a pattern fits the whole text; "*" stands for any characters, also for none.
bool fits_pattern(std::string_view text, std::string_view pattern) noexcept;

}  // namespace tandem::service
