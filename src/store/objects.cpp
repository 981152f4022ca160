#include "tandem/store/objects.hpp"

#include "tandem/store/records.hpp"

#include "hierarchy.hpp"
#include "index.hpp"

#include <algorithm>
#include <array>

namespace tandem::store {
namespace {

// Numbers of kinds are distinct, and none is 0, which a row has that tells no kind.
template <class... Types>
consteval bool have_numbers_of_their_own(TypeList<Types...>) {
    std::array kinds{kObjectKind<Types>...};
    std::ranges::sort(kinds);
    return kinds.front() != ObjectKind{} && std::ranges::adjacent_find(kinds) == kinds.end();
}
static_assert(have_numbers_of_their_own(ObjectTypes{}));

}  // namespace

template <class T>
const T* Objects<T>::find(const ObjectId& id) const noexcept {
    return tenant_.keys->objects<T>().find(id);
}

template <class T>
const T* Objects<T>::find_named(std::string_view name) const noexcept {
    return tenant_.keys->objects<T>().find_named(name);
}

template <class T>
std::size_t Objects<T>::size() const {
    return tenant_.keys->objects<T>().ordered().size();
}

template <class T>
std::vector<const T*> Objects<T>::list(KeyOrder order, std::size_t offset, std::size_t limit) const {
    return tenant_.keys->objects<T>().ordered().slice(offset, limit, direction_of(order));
}

template <class T>
void Objects<T>::visit(KeyOrder order, const std::function<bool(const T&)>& visit) const {
    tenant_.keys->objects<T>().ordered().visit(direction_of(order), visit);
}

template <class T>
std::vector<const T*> Objects<T>::of_key(const KeyId& key) const {
    return tenant_.keys->objects<T>().of_key(key);
}

template <class T>
std::vector<ObjectId> Objects<T>::due(TimePoint now) const {
    return tenant_.keys->objects<T>().due(now);
}

template <class T>
Result<SecretBytes> Objects<T>::open_secret(const T& object) const {
    auto secret = tenant_.keys->record_key().open(object_secret_place(tenant_.facts.id, kObjectKind<T>, object.id),
                                                  object.sealed_secret);
    if (!secret) return fail(ErrorCode::internal, {}, "a secret does not open: object " + object.id.text());
    return std::move(*secret);
}

#define TANDEM_OBJECT_KIND(type, ...) template class Objects<type>;
#include "tandem/store/object_kinds.def"
#undef TANDEM_OBJECT_KIND

}  // namespace tandem::store
