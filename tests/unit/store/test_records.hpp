#pragma once
// Kinds of records that only these tests know.

#include "tandem/store/record_kinds.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace tandem::store {

// Has a name of its own and an end.
struct Note : Record {
    static constexpr bool kNamed = true;
    static constexpr bool kOfKey = false;

    std::string text;
    OptionalTime ends;

    [[nodiscard]] OptionalTime due() const noexcept override { return ends; }
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
        visit(2, "text", self.text);
        visit(3, "ends", self.ends);
    }
};
// Notes as a later program has them: with a field more.
struct LaterNote : Note {
    std::string colour;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        Note::describe(self, visit);
        visit(4, "colour", self.colour);
    }
};
// Goes with a key, and may be called as another is.
struct Label : Record {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = true;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "key", self.key);
        visit(2, "name", self.name);
    }
};
// Has a row that no store is given.
struct Stranger : Record {
    static constexpr bool kNamed = false;
    static constexpr bool kOfKey = false;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
        visit(1, "name", self.name);
    }
};

inline std::atomic<int> decoded_notes{0};
inline std::unique_ptr<Record> decode_counted_note(ByteView fields) {
    ++decoded_notes;
    return decode_record<Note>(fields);
}

template <>
inline constexpr RecordKind kRecordKind<Note>{
    .number = 200, .put = 201, .removed = 202, .named = true, .of_key = false, .decode = decode_counted_note};
template <>
inline constexpr RecordKind kRecordKind<LaterNote> = record_kind<LaterNote>(200, 201, 202);
template <>
inline constexpr RecordKind kRecordKind<Label> = record_kind<Label>(203, 204, 205);
template <>
inline constexpr RecordKind kRecordKind<Stranger> = record_kind<Stranger>(206, 207, 208);

using TestRecordTypes = TypeList<Note, Label>;
inline RecordKinds test_record_kinds() { return record_kinds(TestRecordTypes{}); }

}  // namespace tandem::store
