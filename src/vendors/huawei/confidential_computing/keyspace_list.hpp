#pragma once
// Pages of what belongs to one key space, an id that clients choose: read from the newest of the tenant's on, of which
// there are few.

#include "tandem/service/call.hpp"
#include "tandem/store/record_kinds.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::api::huawei::confidential_computing {

struct KeyspaceRange {
    std::string_view keyspace;
    std::optional<store::ObjectId> after{};  // the last one of the page before; else page_offset_invalid
    std::size_t limit = SIZE_MAX;
};

template <class T>
struct KeyspacePage {
    std::vector<const T*> page;  // the newest first
    bool has_more = false;
};

template <class T>
Result<KeyspacePage<T>> list_of_keyspace(const service::Call& call, const KeyspaceRange& range) {
    KeyspacePage<T> found;
    bool reached = !range.after;
    store::Objects<T>{call.space}.visit(store::KeyOrder::newest_first, [&](const T& object) {
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

}  // namespace tandem::api::huawei::confidential_computing
