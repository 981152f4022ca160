#pragma once
// How pages of a key space are read: from the newest of the tenant's on, of which there are few.

#include "tandem/service/actions/keyspace_page.hpp"

namespace tandem::service {

template <class T>
Result<KeyspacePage<T>> list_of_keyspace(const Call& call, const KeyspaceRange& range) {
    KeyspacePage<T> found;
    bool reached = !range.after;
    store::Objects<T>{call.tenant}.visit(store::KeyOrder::newest_first, [&](const T& object) {
        if (object.keyspace != range.keyspace) return true;
        if (!reached) {
            reached = object.id == *range.after;
            return true;
        }
        found.has_more = found.page.size() == range.limit;
        if (!found.has_more) found.page.push_back(&object);
        return !found.has_more;
    });
    if (!reached) return fail(ErrorCode::page_offset_invalid, "marker");
    return found;
}

}  // namespace tandem::service
