#pragma once
// Kinds of records, for the layers that own them: a kind is a struct that derives from Record and describes its fields
// (store/described.hpp), and a row of its layer's record_kinds.def, which specialises kRecordKind for it. With that it
// is read and changed as any object is: Objects<T>, PutObject<T>, RemoveObject<T>.

#include "tandem/store/field_codec.hpp"
#include "tandem/store/objects.hpp"

#include <concepts>

namespace tandem::store {

// Types of one kind each; Record itself is of none.
template <class T>
concept RecordType = std::derived_from<T, Record> && !std::same_as<T, Record>;

// The kind's row. Stands beside the struct, so that whoever sees the one sees the other.
template <RecordType T>
extern const RecordKind kRecordKind;

// RecordKind::decode of T: nullptr when the bytes are not T's fields (field_codec.hpp).
template <RecordType T>
std::unique_ptr<Record> decode_record(ByteView fields) {
    auto record = std::make_unique<T>();
    if (!decode_fields(fields, *record)) return nullptr;
    return record;
}

// The row of T: its number in the table `objects`, and the numbers of its changes in the change log.
template <RecordType T>
constexpr RecordKind record_kind(std::uint8_t number, std::uint8_t put, std::uint8_t removed) noexcept {
    return {number, put, removed, T::kNamed, T::kOfKey, &decode_record<T>};
}

// The rows of a list of types, as KeyStore::open() takes them.
template <class... Types>
RecordKinds record_kinds(TypeList<Types...>) {
    return {kRecordKind<Types>...};
}

// The number of any kind, a record's or not, among all of the table `objects`.
template <class T>
constexpr std::uint8_t kind_number() noexcept {
    if constexpr (RecordType<T>)
        return kRecordKind<T>.number;
    else
        return KindOf<T>::number();
}

// The records of one kind. What they show is what was decoded when the record was loaded or put: nothing is decoded
// here.
template <RecordType T>
class Objects<T> {
  public:
    explicit Objects(const KeySpace& space) noexcept : records_(space, KindOf<Record>{kRecordKind<T>}) {}

    // Both: nullptr when there is none. Entries live as long as the reader's guard.
    [[nodiscard]] const T* find(const ObjectId& id) const noexcept { return own(records_.find(id)); }
    [[nodiscard]] const T* find_named(std::string_view name) const noexcept { return own(records_.find_named(name)); }

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    // One page of the records, by creation; the rest as in Objects<T> of store/objects.hpp.
    [[nodiscard]] std::vector<const T*> list(KeyOrder order = KeyOrder::newest_first, std::size_t offset = 0,
                                             std::size_t limit = SIZE_MAX) const {
        return own(records_.list(order, offset, limit));
    }
    // Goes on as long as `visit` returns true.
    void visit(KeyOrder order, const std::function<bool(const T&)>& visit) const {
        records_.visit(order, [&](const Record& record) { return visit(*own(&record)); });
    }
    // Records that go with the key, by id; for kinds with kOfKey.
    [[nodiscard]] std::vector<const T*> of_key(const KeyId& key) const { return own(records_.of_key(key)); }
    [[nodiscard]] std::vector<ObjectId> due(TimePoint now) const { return records_.due(now); }

    // Error: internal (the row does not open).
    [[nodiscard]] Result<SecretBytes> open_secret(const T& object) const { return records_.open_secret(object); }

  private:
    // The store has nothing in a kind's set but what the kind's own decode() made.
    static const T* own(const Record* record) noexcept { return static_cast<const T*>(record); }
    static std::vector<const T*> own(const std::vector<const Record*>& records) {
        std::vector<const T*> all;
        all.reserve(records.size());
        for (const Record* record : records) all.push_back(own(record));
        return all;
    }

    Objects<Record> records_;
};

// ---- changes: what PutObject and RemoveObject of a record become on their way into the store ----

// PutObject of any kind, with the object's fields encoded. Errors: PutObject's.
struct PutRecord {
    template <RecordType T>
    PutRecord(PutObject<T> put)  // NOLINT(google-explicit-constructor): the same change
        : kind(&kRecordKind<T>),
          id(put.object.id),
          created(put.object.created),
          fields(encode_fields(put.object)),
          expected_revision(put.expected_revision),
          secret(std::move(put.secret)),
          most(put.most) {}

    const RecordKind* kind;
    ObjectId id;
    TimePoint created;
    Bytes fields;
    std::optional<std::uint64_t> expected_revision;
    SecretBytes secret;
    std::size_t most;
};

// RemoveObject of any kind. Error: conflict.
struct RemoveRecord {
    template <RecordType T>
    RemoveRecord(RemoveObject<T> removal)  // NOLINT(google-explicit-constructor): the same change
        : kind(&kRecordKind<T>), id(removal.id), expected_revision(removal.expected_revision) {}

    const RecordKind* kind;
    ObjectId id;
    std::uint64_t expected_revision;
};

}  // namespace tandem::store
