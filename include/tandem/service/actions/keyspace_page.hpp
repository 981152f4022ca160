#pragma once
// Pages of what belongs to one key space, an id that clients choose.

#include "tandem/service/call.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::service {

using store::ObjectId;

struct KeyspaceRange {
    std::string_view keyspace;
    std::optional<ObjectId> after{};  // the last one of the page before; else page_offset_invalid
    std::size_t limit = SIZE_MAX;
};

template <class T>
struct KeyspacePage {
    std::vector<const T*> page;  // the newest first
    bool has_more = false;
};

}  // namespace tandem::service
