#pragma once
// The number under which the change log has a change: docs/formats.md, "Tables".

#include "tandem/store/key_store.hpp"

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <variant>
#include <vector>

namespace tandem::store {

// Stored as numbers: append only. A number that was ever used stands for nothing else.
enum class ChangeKind : std::uint8_t {
    create_tenant = 0,
    remove_tenant = 1,
    create_key = 2,
    update_key = 3,
    add_key_version = 4,
    remove_key = 5,
    put_alias = 6,
    remove_alias = 7,
    put_credential = 8,
    remove_credential = 9,
    put_key = 10,
    hold_credential = 27,
    hold_every_credential = 28,
    create_key_space = 29,
    remove_key_space = 30,
#define TANDEM_OBJECT_KIND(type, name, number, put, removed, ...) put_##name = (put), remove_##name = (removed),
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
};

// The table: a row for each alternative of Change, wherever it stands there. One without a row does not compile.
template <class T>
struct KindOfChange;
template <ChangeKind kKind>
using LoggedAs = std::integral_constant<ChangeKind, kKind>;

// clang-format off
template <> struct KindOfChange<CreateTenant> : LoggedAs<ChangeKind::create_tenant> {};
template <> struct KindOfChange<RemoveTenant> : LoggedAs<ChangeKind::remove_tenant> {};
template <> struct KindOfChange<CreateKey> : LoggedAs<ChangeKind::create_key> {};
template <> struct KindOfChange<UpdateKey> : LoggedAs<ChangeKind::update_key> {};
template <> struct KindOfChange<AddKeyVersion> : LoggedAs<ChangeKind::add_key_version> {};
template <> struct KindOfChange<RemoveKey> : LoggedAs<ChangeKind::remove_key> {};
template <> struct KindOfChange<PutAlias> : LoggedAs<ChangeKind::put_alias> {};
template <> struct KindOfChange<RemoveAlias> : LoggedAs<ChangeKind::remove_alias> {};
template <> struct KindOfChange<PutCredential> : LoggedAs<ChangeKind::put_credential> {};
template <> struct KindOfChange<RemoveCredential> : LoggedAs<ChangeKind::remove_credential> {};
template <> struct KindOfChange<PutKey> : LoggedAs<ChangeKind::put_key> {};
template <> struct KindOfChange<HoldCredential> : LoggedAs<ChangeKind::hold_credential> {};
template <> struct KindOfChange<HoldEveryCredential> : LoggedAs<ChangeKind::hold_every_credential> {};
template <> struct KindOfChange<CreateKeySpace> : LoggedAs<ChangeKind::create_key_space> {};
template <> struct KindOfChange<RemoveKeySpace> : LoggedAs<ChangeKind::remove_key_space> {};
#define TANDEM_OBJECT_KIND(type, name, ...) \
    template <> struct KindOfChange<PutObject<type>> : LoggedAs<ChangeKind::put_##name> {}; \
    template <> struct KindOfChange<RemoveObject<type>> : LoggedAs<ChangeKind::remove_##name> {};
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
// clang-format on

// Records have the numbers of their kind.
template <class T>
concept RecordChange = std::same_as<T, PutRecord> || std::same_as<T, RemoveRecord>;

[[nodiscard]] inline ChangeKind kind_of(const PutRecord& change) noexcept {
    return static_cast<ChangeKind>(change.kind->put);
}
[[nodiscard]] inline ChangeKind kind_of(const RemoveRecord& change) noexcept {
    return static_cast<ChangeKind>(change.kind->removed);
}
template <class T>
[[nodiscard]] ChangeKind kind_of(const T&) noexcept {
    return KindOfChange<T>::value;
}
[[nodiscard]] inline ChangeKind kind_of(const Change& change) noexcept {
    return std::visit([](const auto& one) { return kind_of(one); }, change);
}

// The numbers of all changes but those of records.
template <class... Changes>
constexpr std::vector<ChangeKind> own_change_kinds(const std::variant<Changes...>*) {
    std::vector<ChangeKind> kinds;
    const auto add = [&]<class T>(const T*) {
        if constexpr (!RecordChange<T>) kinds.push_back(KindOfChange<T>::value);
    };
    (add(static_cast<const Changes*>(nullptr)), ...);
    return kinds;
}
template <class Number>
constexpr bool are_distinct(std::vector<Number> numbers) {
    std::ranges::sort(numbers);
    return std::ranges::adjacent_find(numbers) == numbers.end();
}
static_assert(are_distinct(own_change_kinds(static_cast<const Change*>(nullptr))));

// Throws std::logic_error when a number of a kind of record is another one's, or the store's own.
void check_numbers(const RecordKinds& kinds);

}  // namespace tandem::store
