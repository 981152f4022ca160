#pragma once
// One request on its way through its operation: what every vendor's request has, and the one place where keys are found
// for it. Lives on the stack of the thread that handles it, or in a Continuation on its way to a worker.

#include "tandem/api/arena.hpp"
#include "tandem/api/dialect.hpp"
#include "tandem/api/fields.hpp"
#include "tandem/api/wire.hpp"
#include "tandem/service/call.hpp"
#include "tandem/service/caller_rules.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace tandem::api {

class Request;

// A key that an operation declares.
struct DeclaredKey {
    std::string_view field;       // that names it; "{key_id}" is a segment of the path, and always there
    std::string_view grant = {};  // the word of a grant by which others may use it; none: its owner alone
    bool of_object = false;       // the field names an object that has the key: rules for some keys do not reach it
    bool may_be_absent = false;   // the operation goes on without it: FoundKey::key is null
    bool late = false;            // found by the handler, once another was used and before anything is changed
    // Replaces KeyRules::find_grantor, for an operation whose grants are told by more than a word.
    Result<const store::KeySpace*> (*find_grantor)(const Request& request, const KeyId& key) = nullptr;
};

// A key of the request: its entry, and whose it is.
struct FoundKey {
    const store::Key* key = nullptr;
    const store::KeySpace* owner = nullptr;
};

// Rules that an API adds to finding keys by id, name and alias. Either may be null.
struct KeyRules {
    // The tenant other than the caller's whose key of that id the caller may use by the word of a grant. Errors:
    // key_not_found, not_authorized.
    Result<const store::KeySpace*> (*find_grantor)(const Request& request, const KeyId& key, std::string_view word);
    // Whether the API has words for the key. Error: key_not_found.
    Result<void> (*check_visible)(const store::Key& key);
};

// Values that read() decoded, in the arena. Holds no pointer into the store: it may outlive the read guard that it was
// made under.
class Values {
  public:
    Values() = default;
    Values(Values&& other) noexcept
        : at_(std::exchange(other.at_, nullptr)), destroy_(std::exchange(other.destroy_, nullptr)) {}
    Values& operator=(Values&&) = delete;
    ~Values() {
        if (destroy_ != nullptr) destroy_(at_);
    }

    template <class T>
    void put(Arena& arena, T&& value) {
        using Plain = std::remove_cvref_t<T>;
        at_ = new (arena.allocate(sizeof(Plain), alignof(Plain))) Plain(std::forward<T>(value));
        if constexpr (!std::is_trivially_destructible_v<Plain>)
            destroy_ = [](void* at) noexcept { static_cast<Plain*>(at)->~Plain(); };
    }
    template <class T>
    [[nodiscard]] T& get() const noexcept {
        return *static_cast<T*>(at_);
    }

  private:
    void* at_ = nullptr;
    void (*destroy_)(void*) noexcept = nullptr;
};

class Request {
  public:
    Request(service::Services& services_, Exchange& exchange_, const Settings& settings_, const KeyRules& key_rules)
        : services(services_),
          exchange(exchange_),
          settings(settings_),
          memory_(lend_arena()),
          arena(*memory_),
          key_rules_(&key_rules) {}
    Request(Request&&) = default;

    service::Services& services;
    Exchange& exchange;
    const Settings& settings;

  private:
    LentArena memory_;  // outlives all that is in it

  public:
    Arena& arena;
    Fields fields{};
    const store::KeySpace* space = nullptr;                   // whose keys are asked for
    std::unique_ptr<const store::KeySpace> unstored_space{};  // the same, where it is not stored
    service::CallerRules rules{};
    Values values{};

    // ---- in read() ----

    // Says by what a declared key is named. Several of one declaration are a list.
    void name_key(const DeclaredKey& declared, const service::KeyRef& reference);
    // Error of a list of keys behind those that were named: it is told when these are found.
    void fail_after_keys(Error error) { after_keys_ = std::move(error); }

    // ---- in the handler ----

    // Keys in the order in which they were named.
    [[nodiscard]] const FoundKey& found(std::size_t index = 0) const noexcept { return named()[index].found; }
    [[nodiscard]] const store::Key& key(std::size_t index = 0) const noexcept { return *found(index).key; }
    [[nodiscard]] std::size_t key_count() const noexcept { return count_; }
    // A late key. Errors: as of find_keys().
    Result<FoundKey> find_late(const DeclaredKey& declared, const service::KeyRef& reference);

    // The call of the first key's owner, where there is one key at least; else of the space.
    [[nodiscard]] service::Call call() const noexcept { return call_of(count_ == 0 ? nullptr : found().owner); }
    [[nodiscard]] service::Call call_of(const store::KeySpace* owner) const noexcept {
        return {.services = services, .space = owner == nullptr ? *space : *owner, .stop = exchange.stop};
    }

    // The key in the facts of the request.
    void note_key(const KeyId& key) noexcept {
        exchange.facts.key = key;
        exchange.facts.has_key = true;
    }

    // ---- of the pipeline ----

    // Each named key once: the space's own, else by a grant; then whether the caller's rules have it, then what a
    // stand-in server wants to happen. Errors: key_not_found, not_authorized, key_denied, a fault's, operation_denied
    // (rules for some keys, and none was found).
    Result<void> find_keys();
    [[nodiscard]] bool has_found_keys() const noexcept;

  private:
    struct Named {
        const DeclaredKey* declared;
        service::KeyRef reference;
        FoundKey found{};
    };
    Result<FoundKey> find(const DeclaredKey& declared, const service::KeyRef& reference) const;
    Result<FoundKey> look_up(const DeclaredKey& declared, const service::KeyRef& reference) const;
    Result<const store::KeySpace*> find_grantor(const DeclaredKey& declared, const KeyId& key) const;

    [[nodiscard]] std::span<const Named> named() const noexcept {
        return {more_ != nullptr ? more_ : inline_.data(), count_};
    }

    const KeyRules* key_rules_;
    std::array<Named, 2> inline_{};
    Named* more_ = nullptr;  // in the arena: all of them, once they are more
    std::size_t count_ = 0;
    std::size_t capacity_ = inline_.size();
    std::optional<Error> after_keys_{};
};

}  // namespace tandem::api
