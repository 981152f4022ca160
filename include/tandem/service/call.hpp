#pragma once
// Call, which every action gets: the store, the clock, and who calls. Actions know no vendor, no HTTP and no JSON.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/key_store.hpp"

#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

namespace tandem::service {

struct Limits {
    std::size_t max_keys_per_tenant = 1'000'000;
    std::size_t max_aliases_per_key = 50;              // of the API that has several
    std::size_t max_data_keys_per_tenant = 1'000'000;  // hosted ones
    std::size_t max_white_box_keys_per_tenant = 50;
    std::size_t max_grants_per_key = 100;
    std::size_t max_objects_of_a_kind = 1'000;  // of each kind of record
};

struct Services {
    store::KeyStore& store;
    const Clock& clock;
    Limits limits;
};

// One authenticated call. The tenant is valid because the dispatcher holds a ReadGuard around it.
struct Call {
    Services& services;
    const store::KeySpace& space;
    // Nobody waits for the answer any more; what takes seconds gives up then.
    std::stop_token stop{};
};

// How a caller names a key.
struct AliasName {
    std::string_view text;  // without the prefix that dialects have
};
using KeyRef = std::variant<KeyId, keys::KeyName, AliasName>;

// A new name for a key, and whether the prefix was written in front of it: an alias is shown as it was given.
struct GivenAlias {
    std::string name{};
    bool prefixed = false;

    GivenAlias() = default;
    GivenAlias(std::string text) : name(std::move(text)) {}  // NOLINT(google-explicit-constructor)
    GivenAlias(const char* text) : name(text) {}             // NOLINT(google-explicit-constructor)
    GivenAlias(std::string text, bool has_prefix) : name(std::move(text)), prefixed(has_prefix) {}
    [[nodiscard]] bool empty() const noexcept { return name.empty(); }
};

// For callers of actions, which get the key that was found: the key, unless it is absent, another tenant's, or past its
// deletion date: key_not_found; or the observer's refusal.
Result<const store::Key*> find_key(const Call& call, const KeyRef& ref);
// Whether `ref` leads to that key.
bool names_key(const Call& call, const KeyRef& ref, const KeyId& id) noexcept;

}  // namespace tandem::service
