#pragma once
// Lists of a key space (section 7, Confidential computing): limit, and the id of the last one seen as marker.

#include "tandem/api/json_writer.hpp"

#include "huawei/confidential_computing/keyspace_list.hpp"
#include "paging.hpp"

namespace tandem::api::huawei {

// Error: page_offset_invalid, a marker that is no UUID.
inline Result<confidential_computing::KeyspaceRange> read_keyspace_range(const Fields& fields) {
    confidential_computing::KeyspaceRange range{.keyspace = fields.text("keyspace_id"), .limit = limit_of(fields)};
    if (fields.has("marker")) {
        range.after = store::ObjectId::parse(fields.text("marker"));
        if (!range.after) return fail(ErrorCode::page_offset_invalid, "marker");
    }
    return range;
}

// {"page_info": ..., `name`: [what `write` makes of each]}
template <class T, class Write>
void write_keyspace_page(JsonWriter& json, const confidential_computing::KeyspacePage<T>& found, std::string_view name,
                         Write write) {
    json.begin_object().begin_object("page_info");
    json.unescaped("next_marker", found.has_more ? found.page.back()->id.text() : std::string{})
        .integer("current_count", static_cast<std::int64_t>(found.page.size()))
        .end_object();
    json.begin_array(name);
    for (const T* one : found.page) {
        json.begin_object();
        write(*one);
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace tandem::api::huawei
