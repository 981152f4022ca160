#pragma once
// What a tenant has beside keys and aliases. Every kind lives in one table and one form of index; a new kind is a
// struct here and a row in object_kinds.def.
//
// As all that the index shows: immutable, valid while a ReadGuard lives.

#include "tandem/base/bytes.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/access_rule.hpp"
#include "tandem/store/key_particulars.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tandem::store {

// Kinds of objects, as they are stored: docs/formats.md, "Tables".
enum class ObjectKind : std::uint8_t {
#define TANDEM_OBJECT_KIND(type, name, number, ...) name = (number),
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
};

struct Object {
    ObjectId id{};
    TimePoint created{};
    std::uint64_t revision = 0;  // set by the store: rises with each change, the condition of the next
    Bytes sealed_secret{};       // set by the store
};

// A kind says: kNamed, when `name` is unique among the tenant's of the kind; kOfKey, when it goes with the key
// `key`; due(), when it next changes by itself.

// A data key that the server keeps for its owner: only its ciphertext under a key.
struct HostedDataKey : Object {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;  // it outlives the key, of no use then

    std::string name;
    KeyId key{};
    std::string ciphertext;  // as the dialect that made it writes it
    std::uint32_t bytes = 0;
    keys::KeyState state = keys::KeyState::enabled;  // or disabled, pending_deletion
    keys::KeyOrigin origin = keys::KeyOrigin::generated;
    OptionalTime deletion_date;  // set exactly in pending_deletion
    std::string description;
    std::vector<Tag> tags;
    Bytes context;  // canonical, of the ciphertext (keys/encryption_context.hpp); empty: none

    [[nodiscard]] OptionalTime due() const noexcept { return deletion_date; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "key", self.key);
        visit(3, "ciphertext", self.ciphertext);
        visit(4, "bytes", self.bytes);
        visit(5, "state", self.state);
        visit(6, "origin", self.origin);
        visit(7, "deletion_date", self.deletion_date);
        visit(8, "description", self.description);
        visit(9, "tags", self.tags);
        visit(10, "context", self.context);
    }
};

struct DeviceFingerprint {
    std::string identity;
    std::string description;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "identity", self.identity);
        visit(2, "description", self.description);
    }
    friend bool operator==(const DeviceFingerprint&, const DeviceFingerprint&) = default;
};

// A key whose decrypting half is given to programs. Its secret: the raw key.
struct WhiteBoxKey : Object {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    std::string name;
    keys::KeySpec spec = keys::KeySpec::aes_256;     // or sm4
    keys::KeyState state = keys::KeyState::enabled;  // or disabled
    std::string description;
    std::vector<Tag> tags;
    std::vector<DeviceFingerprint> fingerprints;

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "spec", self.spec);
        visit(3, "state", self.state);
        visit(4, "description", self.description);
        visit(5, "tags", self.tags);
        visit(6, "fingerprints", self.fingerprints);
    }
};

// The right to import material into a key, wrapped by the public half of this. Its secret: DER PKCS#8.
struct ImportToken : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = true;

    KeyId key{};
    std::uint8_t wrapping = 0;  // service: WrappingAlgorithm
    TimePoint expires{};
    std::uint32_t failures = 0;  // tries whose material did not unwrap

    [[nodiscard]] OptionalTime due() const noexcept { return expires; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "key", self.key);
        visit(2, "wrapping", self.wrapping);
        visit(3, "expires", self.expires);
        visit(4, "failures", self.failures);
    }
};

// What the owner of a key lets others do with it.
struct Grant : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = true;

    KeyId key{};
    std::string name;
    std::string grantee;  // id of a user or of a domain
    bool grantee_is_domain = false;
    std::vector<std::string> operations;
    std::string issuer;   // who made it
    std::string retirer;  // who else may end it; may be empty

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "key", self.key);
        visit(2, "name", self.name);
        visit(3, "grantee", self.grantee);
        visit(4, "grantee_is_domain", self.grantee_is_domain);
        visit(5, "operations", self.operations);
        visit(6, "issuer", self.issuer);
        visit(7, "retirer", self.retirer);
    }
};

// Where keys may live apart from the others (KeyParticulars::keystore).
struct DedicatedKeystore : Object {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    std::string name;
    keys::KeyState state = keys::KeyState::enabled;  // or disabled: its keys cannot be used then
    // As whoever made it said; nothing depends on them.
    std::string type;
    std::string cluster;
    std::string hsm_cluster;

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "state", self.state);
        visit(3, "type", self.type);
        visit(4, "cluster", self.cluster);
        visit(5, "hsm_cluster", self.hsm_cluster);
    }
};

// A record of when and through which access points the keys of a key space may be used.
struct KeyPolicy : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = false;

    std::string name;
    std::string keyspace;  // an id that the client gives
    std::string description;
    std::string version;
    std::string begins;  // both as they were given; may be empty
    std::string ends;
    std::vector<std::string> access_points;
    std::vector<std::string> zones;
    std::string author;
    TimePoint changed{};

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "keyspace", self.keyspace);
        visit(3, "description", self.description);
        visit(4, "version", self.version);
        visit(5, "begins", self.begins);
        visit(6, "ends", self.ends);
        visit(7, "access_points", self.access_points);
        visit(8, "zones", self.zones);
        visit(9, "author", self.author);
        visit(10, "changed", self.changed);
    }
};

// Where programs come to the keys of a key space. Its secret: the DER PKCS#8 private key that they prove to be there
// with.
struct AccessPoint : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = false;

    std::string name;
    std::string keyspace;  // an id that the client gives
    std::uint8_t type = 0;
    std::string identity;
    std::string cluster;
    std::string description;
    keys::KeyState state = keys::KeyState::enabled;  // or disabled
    std::string author;
    TimePoint changed{};

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "keyspace", self.keyspace);
        visit(3, "type", self.type);
        visit(4, "identity", self.identity);
        visit(5, "cluster", self.cluster);
        visit(6, "description", self.description);
        visit(7, "state", self.state);
        visit(8, "author", self.author);
        visit(9, "changed", self.changed);
    }
};

// A role in the tenant that users of other tenants may take on.
struct Agency : Object {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    std::string name;
    std::vector<std::string> trusted;  // names or ids of the domains whose users may
    std::vector<AccessRule> allow;

    [[nodiscard]] OptionalTime due() const noexcept { return {}; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "trusted", self.trusted);
        visit(3, "allow", self.allow);
    }
};

template <class... Types>
struct TypeList {
    // A std::tuple of Wrap<T> of each.
    template <template <class> class Wrap>
    using TupleOf = std::tuple<Wrap<Types>...>;
    template <template <class...> class Whole>
    using Into = Whole<Types...>;
    // Calls `visit` with a null pointer to each type.
    template <class Visit>
    static void for_each(Visit&& visit) {
        (visit(static_cast<Types*>(nullptr)), ...);
    }
};
template <class, class... Types>
using TypeListBehind = TypeList<Types...>;

// The list: every kind, in the order of its rows.
using ObjectTypes = TypeListBehind<void
#define TANDEM_OBJECT_KIND(type, ...) , type
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
                                   >;

// The kind of a type of the list.
template <class T>
inline constexpr ObjectKind kObjectKind{};
#define TANDEM_OBJECT_KIND(type, name, ...) \
    template <>                             \
    inline constexpr ObjectKind kObjectKind<type> = ObjectKind::name;
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND

// Ties by id; the oldest first is the exact reverse.
enum class KeyOrder : bool { newest_first, oldest_first };

struct Tenant;

// The objects of one kind that a tenant has. A guard of the store must live.
template <class T>
class Objects {
  public:
    explicit Objects(const Tenant& tenant) noexcept : tenant_(tenant) {}

    // nullptr when absent.
    [[nodiscard]] const T* find(const ObjectId& id) const noexcept;
    [[nodiscard]] const T* find_named(std::string_view name) const noexcept;

    [[nodiscard]] std::size_t size() const;
    // A page costs little more than what is on it.
    [[nodiscard]] std::vector<const T*> list(KeyOrder order = KeyOrder::newest_first, std::size_t offset = 0,
                                             std::size_t limit = SIZE_MAX) const;
    // In that order as long as `visit` returns true. No snapshot: what stays is seen once.
    void visit(KeyOrder order, const std::function<bool(const T&)>& visit) const;
    // By id; for kinds that go with a key.
    [[nodiscard]] std::vector<const T*> of_key(const KeyId& key) const;
    // Whose due() is at or before `now`.
    [[nodiscard]] std::vector<ObjectId> due(TimePoint now) const;

    // What was given as the object's secret. Error: internal (the row does not open).
    [[nodiscard]] Result<SecretBytes> open_secret(const T& object) const;

  private:
    const Tenant& tenant_;
};

// ---- changes ----

// Made, or changed as a whole under the condition that nobody changed it meanwhile: else conflict, as for a name that
// another one has, and for a kind of a key when there is none.
template <class T>
struct PutObject {
    static constexpr std::uint64_t kNew = 0;
    T object;                                        // `revision` and `sealed_secret` are set by the store
    std::optional<std::uint64_t> expected_revision;  // kNew: there must be none of that id; none: whatever is there
    SecretBytes secret{};                            // empty: it keeps the one that it had
    // So many of the kind the tenant may have, or its key when the kind goes with one; a new one over that is a
    // conflict, so that whoever checked before looks again.
    std::size_t most = std::numeric_limits<std::size_t>::max();
};
template <class T>
struct RemoveObject {
    ObjectId id;
    std::uint64_t expected_revision;  // else conflict; also when it is gone
};

}  // namespace tandem::store
