#pragma once
// Objects and records that a tenant has beside keys: found, listed and changed as the service does it for keys. Changes
// run on the worker pool.

#include "tandem/base/secret.hpp"
#include "tandem/service/call.hpp"
#include "tandem/service/retry.hpp"

#include <concepts>
#include <functional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace tandem::service {

// Errors for an object that cannot be found, is named twice in one batch, or (kNameTaken, of a named kind) has another
// one's name. Specialised for each kind where its actions are.
template <class T>
struct ObjectErrors;
template <>
struct ObjectErrors<store::HostedDataKey> {
    static constexpr ErrorCode kAbsent = ErrorCode::data_key_not_found;
    static constexpr ErrorCode kDuplicate = ErrorCode::data_key_id_duplicate;
};
template <>
struct ObjectErrors<store::WhiteBoxKey> {
    static constexpr ErrorCode kAbsent = ErrorCode::white_box_key_not_found;
    static constexpr ErrorCode kDuplicate = ErrorCode::key_id_duplicate;
};

// Whether its time is over: it is gone for every caller, whether or not the sweeper ran yet.
template <class T>
[[nodiscard]] bool is_over(const T& object, const Clock& clock) noexcept {
    const OptionalTime due = object.due();
    return due && *due <= clock.now();
}

// The object, valid as long as the caller's read guard. Error: kAbsent, also when its time is over.
template <class T>
Result<const T*> find_object(const Call& call, const store::ObjectId& id) {
    const T* object = store::Objects<T>{call.space}.find(id);
    if (object == nullptr || is_over(*object, call.services.clock)) return fail(ObjectErrors<T>::kAbsent);
    return object;
}

// A page of a list; its entries are valid as long as the guard.
template <class T>
struct ObjectPage {
    std::vector<const T*> page;
    std::size_t total = 0;  // all that match
};

// The page that is asked for: `limit` objects behind the first `offset`.
struct ObjectRange {
    std::size_t offset = 0;
    std::size_t limit = 0;
    bool oldest_first = false;
};

// Without `matches` a page costs little more than what is on it.
template <class T>
ObjectPage<T> list_objects(const Call& call, const ObjectRange& range, const std::function<bool(const T&)>& matches) {
    const store::Objects<T> objects{call.space};
    const store::KeyOrder order = range.oldest_first ? store::KeyOrder::oldest_first : store::KeyOrder::newest_first;
    if (!matches && objects.due(call.services.clock.now()).empty())
        return {objects.list(order, range.offset, range.limit), objects.size()};
    ObjectPage<T> found;
    // Objects behind the page are visited too, for the total.
    objects.visit(order, [&](const T& object) {
        if (is_over(object, call.services.clock) || (matches && !matches(object))) return true;
        if (found.total >= range.offset && found.page.size() < range.limit) found.page.push_back(&object);
        ++found.total;
        return true;
    });
    return found;
}

// Adds an object, of a kind that a tenant may have max_objects_of_a_kind of. Errors: object_limit_exceeded, kNameTaken.
template <class T>
Result<const T*> add_object(const Call& call, T object, const SecretBytes& secret = {}) {
    const store::Objects<T> objects{call.space};
    const store::ObjectId id = object.id;
    // Looks at everything anew, since a conflict means that somebody was faster.
    const auto add = [&]() -> Result<void> {
        if constexpr (T::kNamed) {
            if (objects.find_named(object.name) != nullptr) return fail(ObjectErrors<T>::kNameTaken, object.name);
        }
        // Not a condition of the commit: writers at the same time may pass it by one each.
        if (objects.size() >= call.services.limits.max_objects_of_a_kind) return fail(ErrorCode::object_limit_exceeded);
        Changes changes;
        changes.emplace_back(store::PutObject<T>{object, store::PutObject<T>::kNew, secret.clone()});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    };
    // A name that another writer took meanwhile is a conflict, and found by the next attempt.
    TANDEM_CHECK(retry_on_conflict(add));
    return find_object<T>(call, id);
}

// Removes the object unless `check(object)` fails. Errors: kAbsent, those of `check` and of the commit; overloaded.
template <class T, std::invocable<const T&> Check>
Result<void> remove_object(const Call& call, const store::ObjectId& id, Check check) {
    return retry_on_conflict([&]() -> Result<void> {
        TANDEM_TRY(const T* object, find_object<T>(call, id));
        TANDEM_CHECK(check(*object));
        Changes changes;
        // On condition that it is still what was checked.
        changes.emplace_back(store::RemoveObject<T>{id, object->revision});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

// Changes several objects, all or nothing: `edit(object)` changes a copy and says whether there is anything to commit.
// It is asked again after a conflict. Errors: kDuplicate, kAbsent, those of `edit` and of the commit; overloaded.
template <class T, std::invocable<T&> EditFunction>
Result<void> change_objects(const Call& call, std::span<const store::ObjectId> ids, EditFunction edit) {
    if (std::set<store::ObjectId>{ids.begin(), ids.end()}.size() != ids.size())
        return fail(ObjectErrors<T>::kDuplicate);
    return retry_on_conflict([&]() -> Result<void> {
        Changes changes;
        for (const store::ObjectId& id : ids) {
            TANDEM_TRY(const T* object, find_object<T>(call, id));
            T copy = *object;
            TANDEM_TRY(const Edit decision, edit(copy));
            if (decision == Edit::none) continue;
            // On condition that it is still what was edited.
            changes.emplace_back(store::PutObject<T>{std::move(copy), object->revision});
        }
        if (changes.empty()) return {};
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

// Changes one object and returns it as it is afterwards. Errors: as above, but for kDuplicate.
template <class T, std::invocable<T&> EditFunction>
Result<const T*> change_object(const Call& call, const store::ObjectId& id, EditFunction edit) {
    TANDEM_CHECK(change_objects<T>(call, {&id, 1}, edit));
    return find_object<T>(call, id);
}

// `taken` when an object other than `owner` has the name, were it past its date: until it is destroyed it may come
// back.
template <class T>
Result<void> check_name_is_free(const Call& call, std::string_view name, const store::ObjectId& owner,
                                ErrorCode taken) {
    const T* other = store::Objects<T>{call.space}.find_named(name);
    if (other != nullptr && other->id != owner) return fail(taken, name);
    return {};
}

}  // namespace tandem::service
