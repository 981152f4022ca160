#include "tandem/store/objects.hpp"

#include "tandem/store/records.hpp"

#include "commit/change_kind.hpp"
#include "index/index.hpp"
#include "rows/hierarchy.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tandem::store {
namespace {

// 0 stands for a row that tells no kind.
constexpr bool are_numbers_of_kinds(std::vector<std::uint8_t> numbers) {
    return std::ranges::find(numbers, 0) == numbers.end() && are_distinct(std::move(numbers));
}

template <class... Types>
constexpr std::vector<std::uint8_t> numbers_of(TypeList<Types...>) {
    return {KindOf<Types>::number()...};
}
static_assert(are_numbers_of_kinds(numbers_of(ObjectTypes{})));

}  // namespace

void check_numbers(const RecordKinds& kinds) {
    auto numbers = numbers_of(ObjectTypes{});
    auto changes = own_change_kinds(static_cast<const Change*>(nullptr));
    for (const RecordKind& kind : kinds) {
        numbers.push_back(kind.number);
        for (const std::uint8_t change : {kind.put, kind.removed}) changes.push_back(static_cast<ChangeKind>(change));
    }
    if (!are_numbers_of_kinds(std::move(numbers)) || !are_distinct(std::move(changes)))
        throw std::logic_error{"a kind of record has a number that stands for something else"};
}

template <class T>
const T* Objects<T>::find(const ObjectId& id) const noexcept {
    return space_.contents().objects(kind_).find(id);
}

template <class T>
const T* Objects<T>::find_named(std::string_view name) const noexcept {
    return space_.contents().objects(kind_).find_named(name);
}

template <class T>
std::size_t Objects<T>::size() const {
    return space_.contents().objects(kind_).ordered().size();
}

template <class T>
std::vector<const T*> Objects<T>::list(KeyOrder order, std::size_t offset, std::size_t limit) const {
    return space_.contents().objects(kind_).ordered().slice(offset, limit, direction_of(order));
}

template <class T>
void Objects<T>::visit(KeyOrder order, const std::function<bool(const T&)>& visit) const {
    space_.contents().objects(kind_).ordered().visit(direction_of(order), visit);
}

template <class T>
std::vector<const T*> Objects<T>::of_key(const KeyId& key) const {
    return space_.contents().objects(kind_).of_key(key);
}

template <class T>
std::vector<ObjectId> Objects<T>::due(TimePoint now) const {
    return space_.contents().objects(kind_).due(now);
}

template <class T>
Result<SecretBytes> Objects<T>::open_secret(const T& object) const {
    auto secret = space_.contents().record_key().open(object_secret_place(space_.id, kind_.number(), object.id),
                                                      object.sealed_secret);
    if (!secret) return fail(ErrorCode::internal, {}, "a secret does not open: object " + object.id.text());
    return std::move(*secret);
}

#define TANDEM_OBJECT_KIND(type, ...) template class Objects<type>;
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND
template class Objects<Record>;

}  // namespace tandem::store
