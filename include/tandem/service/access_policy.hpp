#pragma once
// The rules of a caller (store/access_rule.hpp), held against one request.

#include "tandem/service/call.hpp"

#include <span>
#include <string_view>

namespace tandem::service {

// Without rules it is in nobody's way. With rules the operation is checked first, and then each key that it finds; an
// operation that is allowed for some keys only must find one.
class AccessPolicy final : public KeyObserver {
  public:
    // `tenant` is the one whose aliases the rules speak of. `api` and `operation` as patterns of rules name them.
    // `next` hears of the keys that are allowed. All live as long as this.
    AccessPolicy(std::span<const store::AccessRule> rules, const store::Tenant& tenant, std::string_view api,
                 std::string_view operation, KeyObserver* next) noexcept
        : rules_(rules), owner_(tenant.facts.name), api_(api), operation_(operation), next_(next) {}

    // Whether there is anything to check.
    [[nodiscard]] bool limits() const noexcept { return !rules_.empty(); }

    // Before the request is read. Error: operation_denied.
    Result<void> check_operation();
    // Before it is carried out: whether the request names a key that the operation will find. Error: operation_denied.
    Result<void> check_request(bool names_a_key) const;
    // After it was carried out: nothing was done about a key that nobody asked for. Error: operation_denied.
    Result<void> check_outcome() const;

    // Of the call.
    [[nodiscard]] KeyObserver* observer() noexcept { return of_keys_ ? this : next_; }
    // Error: key_denied.
    Result<void> found(const Call& call, const store::Key& key) override;

  private:
    [[nodiscard]] bool has_operation(const store::AccessRule& rule) const noexcept;
    [[nodiscard]] Error denied() const;

    std::span<const store::AccessRule> rules_;
    std::string_view owner_;
    std::string_view api_;
    std::string_view operation_;
    KeyObserver* next_;
    bool of_keys_ = false;  // the operation is allowed for some keys only
    bool found_any_ = false;
};

// Whether a pattern fits the whole text; "*" stands for any characters, also for none.
bool fits_pattern(std::string_view text, std::string_view pattern) noexcept;

}  // namespace tandem::service
