#pragma once
// What every action gets: the store, the clock, and who calls. Actions know no vendor, no HTTP and no JSON.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/key_store.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

namespace tandem::service {

// Where the code runs: on the thread that read the request, or on one of the worker pool, by what it takes there. An
// action that finds that it needs more than its place is for says so before it has done anything, and is run again from
// the start at the one that it asked for (docs/adr/0002). Each later place may do what the earlier ones may.
enum class Place : std::uint8_t {
    io_thread,   // microseconds
    worker,      // waits for the disk
    calculator,  // milliseconds of a processor: private keys, long lists
    generator,   // up to seconds of a processor: RSA keys are made
};

struct Limits {
    std::size_t max_keys_per_tenant = 1'000'000;
    std::size_t max_aliases_per_key = 50;              // of the API that has several
    std::size_t max_data_keys_per_tenant = 1'000'000;  // hosted ones
    std::size_t max_white_box_keys_per_tenant = 50;
    std::size_t max_grants_per_key = 100;
    std::size_t max_objects_of_a_kind = 1'000;  // of keystores, key policies, access points
};

struct Services {
    store::KeyStore& store;
    const Clock& clock;
    Limits limits;
};

struct Call;

// Hears of each key that is found for an action, before the action does anything with it; an error refuses the action.
// Only a stand-in server has one.
class KeyObserver {
  public:
    virtual ~KeyObserver() = default;
    virtual Result<void> found(const Call& call, const store::Key& key) = 0;
};

// One authenticated call. The tenant is valid because the dispatcher holds a ReadGuard around it.
struct Call {
    Services& services;
    const store::Tenant& tenant;
    Place place;
    KeyObserver* key_observer = nullptr;
    // Where an id is noted that no key of the tenant has, for an API whose callers may use keys of other tenants.
    std::optional<KeyId>* missed_key = nullptr;
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
// The same for an action that was given the key and reads it again: no observer may refuse it any more.
Result<const store::Key*> find_changed_key(const Call& call, const KeyId& id);
// Whether `ref` leads to that key.
bool names_key(const Call& call, const KeyRef& ref, const KeyId& id) noexcept;

// Success there and at later places; else needs_worker, needs_calculator, needs_generator.
Result<void> require_place(const Call& call, Place place);
inline Result<void> require_worker(const Call& call) { return require_place(call, Place::worker); }
// The place that an error asks for; nothing when it is another error.
std::optional<Place> place_asked_for(ErrorCode code) noexcept;

}  // namespace tandem::service
