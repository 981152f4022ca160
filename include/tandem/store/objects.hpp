#pragma once
// Objects: all that a tenant has beside keys and aliases. Every kind lives in the table `objects` (docs/formats.md) and
// in one form of index. A kind is known to the store, as a struct here and a row in object_kinds.def, or it is a
// record, whose meaning only the layer above knows that registers it (record_kinds.hpp).
//
// What the index shows is immutable and valid while a ReadGuard lives; any thread may read it. The store bounds no text
// and no list: the limits that are told here are those of the layers above.

#include "tandem/base/bytes.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/store/key_attributes.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tandem::store {

// Kinds, by the numbers that the column `kind` holds: docs/formats.md, "Tables".
enum class ObjectKind : std::uint8_t {
#define TANDEM_OBJECT_KIND(type, name, number, ...) name = (number),
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
};

// Columns that every kind has. The id is unique among the tenant's of the kind; times are in milliseconds.
struct Object {
    ObjectId id{};
    TimePoint created{};
    std::uint64_t revision = 0;  // set by the store: from 1 on, one more with each change, the condition of the next
    Bytes sealed_secret{};       // set by the store: a wrapped record, 69 bytes longer than the secret; empty: none
};

// Each kind has kNamed: whether `name` is unique among the tenant's of the kind; kOfKey: whether it goes with the key
// `key`, so that it needs the key and ends with it; due(): when it next changes by itself, if ever.
//
// describe() tells the stored fields (field_codec.hpp): a number that stands for no other field ever, a name for
// documents, the member.

// Hosted data key: the server keeps its ciphertext for the owner, never its plaintext.
struct HostedDataKey : Object {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;  // it outlives the key, of no use then

    std::string name;
    KeyId key{};
    std::string ciphertext;                          // three pieces in base64 (keys/envelope.hpp)
    std::uint32_t bytes = 0;                         // of the plaintext: 1 to keys::kMaxDataKeyBytes
    keys::KeyState state = keys::KeyState::enabled;  // or disabled, pending_deletion
    keys::KeyOrigin origin = keys::KeyOrigin::generated;
    OptionalTime deletion_date;  // set exactly in pending_deletion
    std::string description;     // UTF-8
    std::vector<Tag> tags;       // distinct keys, in the order of their coming
    Bytes context;               // canonical, of the ciphertext (keys/encryption_context.hpp); empty: none

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

// A device that may decrypt with a white-box key.
struct DeviceFingerprint {
    std::string identity;  // as the client names the device
    std::string description;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "identity", self.identity);
        visit(2, "description", self.description);
    }
    friend bool operator==(const DeviceFingerprint&, const DeviceFingerprint&) = default;
};

// White-box key: its decrypting half is given to programs. Its secret is the raw key, of keys::material_bytes(spec).
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

// Import token: the right to bring material into a key, wrapped by the public half of its secret, a private key in DER
// PKCS#8. Where `wrapping` is 255 the material has come already and waits as the secret (docs/formats.md).
struct ImportToken : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = true;

    KeyId key{};
    std::uint8_t wrapping = 0;  // the number of a WrappingAlgorithm (service/actions/import.hpp), or 255
    TimePoint expires{};
    std::uint32_t failures = 0;  // tries whose material did not unwrap: up to service::kImportTries

    [[nodiscard]] OptionalTime due() const noexcept { return expires; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "key", self.key);
        visit(2, "wrapping", self.wrapping);
        visit(3, "expires", self.expires);
        visit(4, "failures", self.failures);
    }
};

// Grant: what the owner of a key lets others do with it. The words and ids in it are an API's; the store compares
// `retirer` alone, as a whole (KeyStore::grants_retirable_by).
struct Grant : Object {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = true;

    KeyId key{};
    std::string name;
    std::string grantee;  // id of a user or of a domain
    bool grantee_is_domain = false;
    std::vector<std::string> operations;
    std::string issuer;   // id of the user who made it
    std::string retirer;  // id of the user or domain who may end it beside the owner; empty: nobody

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

// A list of kinds, to do the same for each.
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
template <class Some, class More>
struct JoinTypes;
template <class... Some, class... More>
struct JoinTypes<TypeList<Some...>, TypeList<More...>> {
    using Type = TypeList<Some..., More...>;
};
template <class Some, class More>
using JoinedTypes = typename JoinTypes<Some, More>::Type;

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

// ---- records: objects whose kinds the layers above register and alone know the meaning of ----

// Record, as the index holds it. The store looks at these members alone; the others are those of the struct that
// derives from this one, which the kind's decode() makes once, when the record is loaded or put. A name or key that the
// kind has must be among the fields that it describes.
struct Record : Object {
    static constexpr bool kNamed = true;  // both: the struct of the kind has its own
    static constexpr bool kOfKey = true;

    std::string name;
    KeyId key{};

    Record() = default;
    Record(const Record&) = default;
    Record(Record&&) = default;
    Record& operator=(const Record&) = default;
    Record& operator=(Record&&) = default;
    virtual ~Record() = default;

    [[nodiscard]] virtual OptionalTime due() const noexcept { return {}; }
};

// Kind of a record, as its owner registers it with KeyStore::open(). The numbers are stored and stand for nothing else
// ever; each is the kind's alone among those of the store and of all other kinds.
struct RecordKind {
    std::uint8_t number;  // in the table `objects`, and in the places of its secrets
    std::uint8_t put;     // in the change log, both
    std::uint8_t removed;
    bool named;  // kNamed and kOfKey of the struct
    bool of_key;
    // Makes the struct of its stored fields; nullptr when they are not the kind's. Called at the start and on the
    // storage thread.
    std::unique_ptr<Record> (*decode)(ByteView fields);
};
using RecordKinds = std::vector<RecordKind>;

// The kind of a T: the type tells it, but not of records, which are one type to the store.
template <class T>
struct KindOf {
    [[nodiscard]] static constexpr std::uint8_t number() noexcept { return static_cast<std::uint8_t>(kObjectKind<T>); }
    [[nodiscard]] static constexpr bool is_named() noexcept { return T::kNamed; }
    [[nodiscard]] static constexpr bool is_of_key() noexcept { return T::kOfKey; }
};
template <>
struct KindOf<Record> {
    const RecordKind* row;

    explicit KindOf(const RecordKind& kind) noexcept : row(&kind) {}
    [[nodiscard]] std::uint8_t number() const noexcept { return row->number; }
    [[nodiscard]] bool is_named() const noexcept { return row->named; }
    [[nodiscard]] bool is_of_key() const noexcept { return row->of_key; }
};

// Lists are by creation, and by id where that is the same; the oldest first is the exact reverse.
enum class KeyOrder : bool { newest_first, oldest_first };

struct KeySpace;

// The objects of one kind that a tenant has. A guard of the store must live. find() and find_named() neither lock nor
// allocate; lists are copied out under a lock that the storage thread takes as well.
template <class T>
class Objects {
  public:
    explicit Objects(const KeySpace& space, KindOf<T> kind = {}) noexcept : space_(space), kind_(kind) {}

    // nullptr when absent.
    [[nodiscard]] const T* find(const ObjectId& id) const noexcept;
    [[nodiscard]] const T* find_named(std::string_view name) const noexcept;

    [[nodiscard]] std::size_t size() const;
    // A page costs little more than what is on it.
    [[nodiscard]] std::vector<const T*> list(KeyOrder order = KeyOrder::newest_first, std::size_t offset = 0,
                                             std::size_t limit = SIZE_MAX) const;
    // Visits in that order as long as `visit` returns true. No snapshot: what stays is seen once.
    void visit(KeyOrder order, const std::function<bool(const T&)>& visit) const;
    // The key's objects by id, for kinds that go with a key.
    [[nodiscard]] std::vector<const T*> of_key(const KeyId& key) const;
    // Those with a due() at or before `now`, the earliest first.
    [[nodiscard]] std::vector<ObjectId> due(TimePoint now) const;

    // The secret that was given with the object. Error: internal (the row does not open).
    [[nodiscard]] Result<SecretBytes> open_secret(const T& object) const;

  private:
    const KeySpace& space_;
    [[no_unique_address]] KindOf<T> kind_;
};

// ---- changes ----

// Makes an object, or changes it as a whole under the condition that nobody changed it meanwhile. Error: conflict, also
// for a name that another one has, and for a key that is not there where the kind goes with one.
template <class T>
struct PutObject {
    static constexpr std::uint64_t kNew = 0;
    T object;                                        // `revision` and `sealed_secret` are set by the store
    std::optional<std::uint64_t> expected_revision;  // kNew: there must be none of that id; none: whatever is there
    SecretBytes secret{};                            // empty: it keeps the one that it had
    // How many of the kind the tenant may have, or its key where the kind goes with one. A new one over that is a
    // conflict, so that whoever checked before looks again.
    std::size_t most = std::numeric_limits<std::size_t>::max();
};
// Error: conflict.
template <class T>
struct RemoveObject {
    ObjectId id;
    std::uint64_t expected_revision;  // else conflict; also when it is gone
};

}  // namespace tandem::store
