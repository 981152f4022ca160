// A seed's changes of a tenant's objects beside keys and aliases.

#include "tandem/base/user_error.hpp"

#include "seeds/objects.hpp"
#include "tenant_plan.hpp"

namespace tandem::standin {
namespace {

template <class T>
[[noreturn]] void refuse(const SeedObject<T>& wanted, const std::string& message) {
    const std::string what = std::string{kObjectNames<T>.one} + " " + wanted.object.id.text();
    throw UserError{UserError::conflict, {.place = wanted.origin, .text = what + message}};
}

}  // namespace

// The key of a kind that goes with one must be there when the object comes.
template <class T>
void TenantPlan::check_key_of(const SeedObject<T>& wanted) const {
    if constexpr (T::kOfKey) {
        const KeyId& key = wanted.object.key;
        if (wanted_keys_.contains(key)) return;
        const bool stays = others_ == Others::stay && space_ && store_.find_key(*space_, key);
        if (!stays) refuse(wanted, " is for the key " + key.text() + ", which is not there");
    }
}

template <class T>
void TenantPlan::check_name_of(const SeedObject<T>& wanted) const {
    if constexpr (T::kNamed) {
        const T* other = space_ ? store::Objects<T>{*space_}.find_named(wanted.object.name) : nullptr;
        if (!other || other->id == wanted.object.id) return;
        const bool gives_up = is_wanted(*other) ? existing_ != Existing::keep : others_ == Others::go;
        if (!gives_up)
            refuse(wanted, ": the name " + wanted.object.name + " is another one's (" + other->id.text() + ")");
    }
}

// Empty: it stays as it is.
template <class T>
std::string TenantPlan::compare_object(const T& stored, const T& wanted, const SeedObject<T>& given) const {
    std::string detail = difference(stored, wanted);
    if (given.secret.empty() || given.random_secret) return detail;
    const auto secret = store::Objects<T>{*space_}.open_secret(stored);
    if (secret && *secret == given.secret) return detail;
    if (existing_ == Existing::update) refuse(given, " is stored with another secret");
    return detail + (detail.empty() ? "secret" : ", secret");
}

template <class T>
void TenantPlan::put_object(const T& object, const SeedObject<T>& given, const T* stored) {
    SecretBytes secret = given.secret.clone();
    if (stored && given.random_secret) {
        auto own = store::Objects<T>{*space_}.open_secret(*stored);
        if (own) secret = std::move(*own);
    }
    auto expected = stored ? stored->revision : store::PutObject<T>::kNew;
    if (stored && (name_of_object(*stored) != name_of_object(object) || goes_with_key(*stored))) {
        // Its old name may be another's in this very seed.
        object_removals_.emplace_back(store::RemoveObject<T>{stored->id, stored->revision});
        expected = store::PutObject<T>::kNew;
    }
    objects_.emplace_back(store::PutObject<T>{object, expected, std::move(secret)});
}

template <class T>
bool TenantPlan::goes_with_key(const T& stored) const {
    if constexpr (T::kOfKey) return removed_keys_.contains(stored.key);
    return false;
}

template <class T>
void TenantPlan::put_again(const T& stored) {
    SecretBytes secret;
    if (!stored.sealed_secret.empty()) {
        auto opened = store::Objects<T>{*space_}.open_secret(stored);
        if (!opened) throw UserError{UserError::damaged, opened.error().detail};
        secret = std::move(*opened);
    }
    // Removed here and not by the key's end, so that a change in between is a conflict.
    object_removals_.emplace_back(store::RemoveObject<T>{stored.id, stored.revision});
    objects_.emplace_back(store::PutObject<T>{stored, store::PutObject<T>::kNew, std::move(secret)});
}

void TenantPlan::put_objects_again(const KeyId& key) {
    if (others_ == Others::go) return;
    SeedTypes::for_each([&]<class T>(T*) {
        if constexpr (T::kOfKey) {
            for (const T* object : store::Objects<T>{*space_}.of_key(key))
                if (!is_wanted(*object)) put_again(*object);
        }
    });
}

template <class T>
void TenantPlan::add(const SeedObject<T>& given) {
    check_key_of(given);
    check_name_of(given);
    const std::string kind{kObjectNames<T>.one};
    const std::string id = given.object.id.text();
    const std::string name = name_of_object(given.object);
    const T* stored = space_ ? store::Objects<T>{*space_}.find(given.object.id) : nullptr;
    if (!stored) {
        put_object(given.object, given, static_cast<const T*>(nullptr));
        return step(SeedStep::Kind::create, kind, id, name);
    }
    const T wanted = given.resolved_by(*stored);
    const std::string detail = existing_ == Existing::keep ? "" : compare_object(*stored, wanted, given);
    if (detail.empty()) {
        if (goes_with_key(*stored)) put_again(*stored);
        return step(SeedStep::Kind::same, kind, id, name);
    }
    put_object(wanted, given, stored);
    step(SeedStep::Kind::change, kind, id, name, detail);
}

void TenantPlan::remove_other_objects() {
    SeedTypes::for_each([&]<class T>(T*) {
        for (const T* object : store::Objects<T>{*space_}.list()) {
            if (is_wanted(*object)) continue;
            object_removals_.emplace_back(store::RemoveObject<T>{object->id, object->revision});
            step(SeedStep::Kind::remove, std::string{kObjectNames<T>.one}, object->id.text(), name_of_object(*object));
        }
    });
}

#define TANDEM_SEED_KIND(type, ...) template void TenantPlan::add(const SeedObject<type>&);
#include "seeds/kinds.def"
#undef TANDEM_SEED_KIND

}  // namespace tandem::standin
