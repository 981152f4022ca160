#include "tandem/store/objects.hpp"

#include "tandem/store/records.hpp"

#include "hierarchy.hpp"
#include "index.hpp"

namespace tandem::store {

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
    auto secret = tenant_.keys->record_key().open(object_secret_place(tenant_.facts.id, T::kKind, object.id),
                                                  object.sealed_secret);
    if (!secret) return fail(ErrorCode::internal, {}, "a secret does not open: object " + object.id.text());
    return std::move(*secret);
}

template class Objects<HostedDataKey>;
template class Objects<WhiteBoxKey>;
template class Objects<ImportToken>;
template class Objects<Grant>;
template class Objects<DedicatedKeystore>;
template class Objects<KeyPolicy>;
template class Objects<AccessPoint>;
template class Objects<Agency>;

}  // namespace tandem::store
